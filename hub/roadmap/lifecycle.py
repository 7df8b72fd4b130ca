"""How an item may move, as data: from each state to which, and where a reason is needed. No database."""

from __future__ import annotations

from dataclasses import dataclass

PROPOSED, REVIEW, ACCEPTED, PLANNED = "proposed", "under-review", "accepted", "planned"
IN_PROGRESS, SHIPPED, DECLINED, DEFERRED = "in-progress", "shipped", "declined", "deferred"

#: The moves that exist. Whatever is not here does not happen.
GRAPH: dict[str, tuple[str, ...]] = {
    PROPOSED: (REVIEW, ACCEPTED, DECLINED, DEFERRED),
    REVIEW: (ACCEPTED, DECLINED, DEFERRED, PROPOSED),
    ACCEPTED: (PLANNED, DECLINED, DEFERRED),
    PLANNED: (IN_PROGRESS, ACCEPTED, DECLINED, DEFERRED),
    IN_PROGRESS: (SHIPPED, PLANNED, DECLINED, DEFERRED),
    SHIPPED: (IN_PROGRESS,),
    DECLINED: (REVIEW,),
    DEFERRED: (REVIEW, ACCEPTED),
}
#: The usual way, from the proposal to the release.
WAY = (PROPOSED, REVIEW, ACCEPTED, PLANNED, IN_PROGRESS, SHIPPED)
#: Moves that disappoint somebody or take back what was said need a reason.
WITH_REASON = frozenset(
    {(old, new) for old in GRAPH for new in (DECLINED, DEFERRED)}
    | {
        (REVIEW, PROPOSED), (PLANNED, ACCEPTED), (IN_PROGRESS, PLANNED), (SHIPPED, IN_PROGRESS),
        (DECLINED, REVIEW), (DEFERRED, REVIEW), (DEFERRED, ACCEPTED),
    }
)  # fmt: skip
#: States that stand in a quarter, and those that stand in none.
IN_A_QUARTER = frozenset({PLANNED, IN_PROGRESS})
IN_NO_QUARTER = frozenset({PROPOSED, REVIEW, ACCEPTED, DECLINED, DEFERRED})
#: Moves of the work itself, which the owner of an item may make too; all others are decisions.
OF_THE_WORK = frozenset(
    {
        (ACCEPTED, PLANNED),
        (PLANNED, IN_PROGRESS),
        (IN_PROGRESS, PLANNED),
        (IN_PROGRESS, SHIPPED),
        (SHIPPED, IN_PROGRESS),
    }
)
#: What counts as an answer to a proposal, and as a decision on it.
DECIDED = frozenset({ACCEPTED, PLANNED, IN_PROGRESS, SHIPPED, DECLINED, DEFERRED})


@dataclass(frozen=True)
class Step:
    """One move that exists: where to, and what has to be said with it."""

    to: str
    needs_reason: bool
    needs_quarter: bool
    needs_release: bool

    @property
    def label(self) -> str:
        """The state it leads to, as people read it."""
        return self.to.replace("-", " ").capitalize()


def steps_from(state: str) -> list[Step]:
    """Where an item in this state may go."""
    return [step(state, to) for to in GRAPH[state]]


def step(state: str, to: str) -> Step:
    """The move from one state to another; KeyError where there is none."""
    if to not in GRAPH[state]:
        raise KeyError(to)
    return Step(to, (state, to) in WITH_REASON, to in IN_A_QUARTER, to == SHIPPED)


def quarter_after(to: str, kept: str, given: str) -> str:
    """The quarter an item stands in after a move: given or kept where it stands in one, none where it does not."""
    if to in IN_NO_QUARTER:
        return ""
    return given or kept if to in IN_A_QUARTER else kept


def right(state: str, to: str) -> str:
    """The rule that says who may make this move."""
    return "roadmap.move_item" if (state, to) in OF_THE_WORK else "roadmap.decide_item"
