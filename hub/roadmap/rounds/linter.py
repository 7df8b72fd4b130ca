"""What would make a round go wrong if it opened now: `stop` keeps it from opening, `warn` asks first."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from hub.roadmap.models import Candidate, RoadmapItem, Round

ITEM = RoadmapItem.State
#: An item that waits may stand in a round; what is planned, built or declined has its answer already.
ELIGIBLE = (ITEM.ACCEPTED, ITEM.UNDER_REVIEW, ITEM.PROPOSED, ITEM.DEFERRED)
SHORT = dt.timedelta(days=5)
SMALL_WORDS = frozenset(
    "a an and as at by can for from in into it its of on or our per the to we with".split()  # noqa: SIM905
)
ALIKE = 0.6  # share of words in common from which two titles look like one need


@dataclass(frozen=True)
class Problem:
    """One thing to look at: `stop` or `warn`, a short code, a sentence."""

    level: str
    code: str
    text: str


def problems(
    found: Round, candidates: Sequence[Candidate], length: dt.timedelta | None = None
) -> list[Problem]:
    """Everything to look at before the round opens, what stops it first. The items must be loaded."""
    checks = [*_of_items(candidates), *_of_costs(found, candidates), *_of_choice(found, candidates)]
    if length is not None and length < SHORT:
        checks.append(Problem("warn", "short_window", "It is open for less than 5 days: people are away."))
    return sorted(checks, key=lambda problem: problem.level)


def _of_items(candidates: Sequence[Candidate]) -> Iterator[Problem]:
    for row in candidates:
        if row.item.canonical_id is not None:
            yield Problem(
                "stop", "merged", f"“{row.item.title}” was merged into another item: take that one."
            )
        elif row.item.state not in ELIGIBLE:
            words = row.item.get_state_display().lower()
            yield Problem(
                "stop", "not_eligible", f"“{row.item.title}” is {words}: it has its answer already."
            )
    for one, other in alike([row.item.title for row in candidates]):
        yield Problem("warn", "alike", f"“{one}” and “{other}” look like one need: votes would be split.")


def _of_costs(found: Round, candidates: Sequence[Candidate]) -> Iterator[Problem]:
    if missing := [row.item.title for row in candidates if row.cost is None]:
        more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
        yield Problem(
            "stop", "no_cost", f"“{missing[0]}”{more} has no cost: nothing can be filled without one."
        )
    musts = cost_of(candidates, Candidate.Standing.MUST)
    if musts > found.capacity:
        yield Problem(
            "stop", "musts_over_capacity",
            f"What must be done costs {musts} of {found.capacity} team-weeks: more than there is.",
        )  # fmt: skip
    left = found.capacity - musts
    for row in candidates:
        if row.standing == Candidate.Standing.CANDIDATE and row.cost is not None and row.cost > left >= 0:
            yield Problem(
                "warn", "too_big",
                f"“{row.item.title}” alone costs {row.cost}, and {left} are left: it cannot be funded.",
            )  # fmt: skip


def _of_choice(found: Round, candidates: Sequence[Candidate]) -> Iterator[Problem]:
    voted_on = [row for row in candidates if row.standing == Candidate.Standing.CANDIDATE]
    if not voted_on:
        yield Problem("stop", "no_candidates", "There is nothing to vote on: add candidates.")
    elif all(row.cost is not None for row in voted_on):
        left = found.capacity - cost_of(candidates, Candidate.Standing.MUST)
        if cost_of(candidates, Candidate.Standing.CANDIDATE) <= left:
            yield Problem(
                "warn", "all_fit", "All candidates fit into the quarter: there is nothing to choose."
            )


def cost_of(candidates: Sequence[Candidate], standing: str) -> Decimal:
    """What the candidates of that standing cost together; those without a cost count nothing."""
    return sum((row.cost for row in candidates if row.standing == standing and row.cost), Decimal(0))


def alike(titles: Sequence[str]) -> list[tuple[str, str]]:
    """Pairs of titles that share most of their words."""
    words = [(title, _words(title)) for title in titles]
    pairs = []
    for (one, mine), (other, theirs) in combinations(words, 2):
        if mine and theirs and len(mine & theirs) >= ALIKE * len(mine | theirs):
            pairs.append((one, other))
    return pairs


def _words(title: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", title.casefold())) - SMALL_WORDS
