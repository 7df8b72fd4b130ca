"""What people read of a move: a sentence for the feed, a subject and lines for the mail. No database."""

from __future__ import annotations

from collections.abc import Sequence

from hub.roadmap import lifecycle, quarters
from hub.roadmap.models import Move, RoadmapItem

State = RoadmapItem.State
#: What the actor did, after the name; `{item}` and `{quarter}` are filled in.
DID = {
    lifecycle.PROPOSED: "put {item} back among the proposals",
    lifecycle.REVIEW: "took {item} under review",
    lifecycle.ACCEPTED: "accepted {item}",
    lifecycle.PLANNED: "planned {item} for {quarter}",
    lifecycle.IN_PROGRESS: "began to build {item} in {quarter}",
    lifecycle.SHIPPED: "shipped {item}",
    lifecycle.DECLINED: "declined {item}",
    lifecycle.DEFERRED: "put {item} off",
}
#: Where the same words would say something else than what happened.
DID_INSTEAD = {
    (lifecycle.PLANNED, lifecycle.ACCEPTED): "took {item} out of its quarter",
    (
        lifecycle.IN_PROGRESS,
        lifecycle.PLANNED,
    ): "stopped building {item} for now and planned it for {quarter}",
    (lifecycle.SHIPPED, lifecycle.IN_PROGRESS): "took {item} up again after it had shipped",
    (lifecycle.DECLINED, lifecycle.REVIEW): "took {item} under review again",
    (lifecycle.DEFERRED, lifecycle.REVIEW): "took {item} under review again",
}
#: The subject of the mail, after the item.
HEADLINE = {
    lifecycle.PROPOSED: "back among the proposals",
    lifecycle.REVIEW: "under review",
    lifecycle.ACCEPTED: "accepted",
    lifecycle.PLANNED: "planned for {quarter}",
    lifecycle.IN_PROGRESS: "being built",
    lifecycle.SHIPPED: "you can use it now",
    lifecycle.DECLINED: "declined",
    lifecycle.DEFERRED: "put off",
}
#: What it means for those who asked, and what they can do.
MEANS = {
    lifecycle.REVIEW: "Somebody looks at it now; you hear what is decided, and why.",
    lifecycle.ACCEPTED: "It will be built; the quarter is not set yet.",
    lifecycle.PLANNED: "It is planned for {quarter}.",
    lifecycle.IN_PROGRESS: "It is being built, for {quarter}.",
    lifecycle.SHIPPED: "You can use it now. In a month you are asked whether you do.",
    lifecycle.DECLINED: "It will not be built. If the reason does not fit your case, say so to the group that decided.",
    lifecycle.DEFERRED: "Nothing happens to it for now; what you said about needing it is kept.",
}


def moved(item: RoadmapItem, move: Move) -> str:
    """What the actor did, as the feed says it after the name."""
    return _filled(_did(move), move, item.title) + (f": {move.reason}" if move.reason else "")


def did(move: Move) -> str:
    """The same on the page of the item: accepted it."""
    return _filled(_did(move), move, "it")


def became(move: Move) -> str:
    """A move without a name, as imports leave them."""
    return (
        _filled("is now planned for {quarter}", move)
        if not move.changes_state
        else (f"went from {State(move.from_state).label.lower()} to {State(move.to_state).label.lower()}")
    )


def needed(people: int, blocked: int) -> str:
    """How many said in a month that they need it."""
    words = f"{people} {'person' if people == 1 else 'people'} said that they need it"
    return f"{words}, {blocked} of them blocked without it" if blocked else words


def headline(item: RoadmapItem, move: Move) -> str:
    """The subject of the mail."""
    words = HEADLINE[move.to_state] if move.changes_state else "now planned for {quarter}"
    return f"{item.title}: {_filled(words, move)}"


def lines(move: Move, note: str) -> list[str]:
    """What the mail says besides the sentence: why, when, what is new."""
    said = [f"Why: {move.reason}"] if move.reason else []
    said += [f"What is new:\n{note}"] if note else []
    if move.changes_state and move.to_state in MEANS:
        said.append(_filled(MEANS[move.to_state], move))
    if not move.changes_state and move.from_quarter:
        said.append(f"It was planned for {quarters.words(move.from_quarter)} before.")
    return said


def steered(item: RoadmapItem, changed: Sequence[str]) -> str:
    """Which facts of the plan somebody changed."""
    return f"set {listed([name.replace('_', ' ') for name in changed], 'and')} of {item.title}"


def listed(words: Sequence[str], link: str = "or") -> str:
    """Words as a sentence lists them."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {link} {words[-1]}"


def _did(move: Move) -> str:
    if not move.changes_state:
        later = move.from_quarter and move.to_quarter > move.from_quarter
        return "moved {item} back to {quarter}" if later else "moved {item} to {quarter}"
    return DID_INSTEAD.get((move.from_state, move.to_state)) or DID[move.to_state]


def _filled(words: str, move: Move, title: str = "") -> str:
    quarter = quarters.words(move.to_quarter) if quarters.is_quarter(move.to_quarter) else move.to_quarter
    return words.format(item=title, quarter=quarter or "a later quarter")
