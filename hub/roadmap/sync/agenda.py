"""What a sync goes through, in which order, and how long each item has. Pure: no clock, no database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from hub.roadmap.lifecycle import IN_PROGRESS, PLANNED
from hub.roadmap.models import RoadmapItem

MINUTES = 30  # a sync walks no longer through the items, however long the meeting is
LEAST = 30  # seconds an item has at least
SLOT = 5  # one part in so many of the time is for the updates of teams
SLOT_LEAST = 120  # seconds


class Why(StrEnum):
    """Why an item is on the agenda."""

    IMPEDED = "Impeded"
    MOVED = "Moved"
    IN_PROGRESS = "In progress"
    NEXT = "Next"


WEIGHTS = {Why.IMPEDED: 3, Why.MOVED: 2, Why.IN_PROGRESS: 1, Why.NEXT: 1}


@dataclass(frozen=True)
class Point:
    """An item on the agenda with its share of the time."""

    item: RoadmapItem
    why: Why
    seconds: int


@dataclass(frozen=True)
class Agenda:
    """The items in order, the time for all of them, and how much is missing.

    Attributes:
        seconds: Time for the items.
        slot: Seconds for the updates of teams.
        missing: Seconds that it would take longer with the least time for each.
    """

    points: tuple[Point, ...]
    seconds: int
    slot: int
    missing: int

    @property
    def fits(self) -> bool:
        """Whether every item can have its least time."""
        return self.missing <= 0


def agenda(
    items: Iterable[RoadmapItem], moved: Iterable[int], minutes: int, *, updates: bool = True
) -> Agenda:
    """What the sync goes through: what is impeded, what moved, what is in progress, what comes next.

    `moved` are the keys of the items that moved since the last sync; `updates` keeps time for the teams.
    """
    total = 60 * min(minutes, MINUTES)
    slot = min(max(SLOT_LEAST, total // SLOT), total // 2) if updates else 0
    ordered = in_order(items, frozenset(moved))
    given = shares([WEIGHTS[why] for _, why in ordered], total - slot)
    points = tuple(Point(item, why, seconds) for (item, why), seconds in zip(ordered, given, strict=True))
    return Agenda(points, total - slot, slot, max(0, sum(given) - (total - slot)))


def in_order(items: Iterable[RoadmapItem], moved: frozenset[int]) -> list[tuple[RoadmapItem, Why]]:
    """The items that are worth talking about, each with why; the most needed of a kind first."""
    found = [(item, why) for item in items if (why := reason(item, moved))]
    ranks = list(Why)
    return sorted(
        found, key=lambda pair: (ranks.index(pair[1]), -pair[0].blocked, -pair[0].supporters, pair[0].title)
    )


def reason(item: RoadmapItem, moved: frozenset[int]) -> Why | None:
    """Why an item is worth talking about; nothing when it is not."""
    if item.impediment:
        return Why.IMPEDED
    if item.pk in moved:
        return Why.MOVED
    return {IN_PROGRESS: Why.IN_PROGRESS, PLANNED: Why.NEXT}.get(item.state)


def shares(weights: Sequence[int], total: int) -> list[int]:
    """Seconds for each by its weight, nobody less than the least; where that does not fit, the least for all.

    What fits is given out to the last second.
    """
    if len(weights) * LEAST >= total:
        return [LEAST] * len(weights)
    exact = _exact(weights, total)
    given = {at: int(seconds) for at, seconds in exact.items()}
    left = total - sum(given.values())
    for at in sorted(exact, key=lambda at: (given[at] - exact[at], at))[:left]:
        given[at] += 1
    return [given[at] for at in range(len(weights))]


def _exact(weights: Sequence[int], total: int) -> Mapping[int, float]:
    """The shares before rounding: who would get too little gets the least, the others share what is left."""
    least: set[int] = set()
    while True:
        rest = [at for at in range(len(weights)) if at not in least]
        weight, seconds = sum(weights[at] for at in rest), total - LEAST * len(least)
        short = {at for at in rest if seconds * weights[at] < LEAST * weight}
        if not short:
            own = {at: seconds * weights[at] / weight for at in rest}
            return own | dict.fromkeys(least, float(LEAST))
        least |= short
