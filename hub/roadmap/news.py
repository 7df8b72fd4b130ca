"""What changed on the roadmap since somebody last looked, in a handful of queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from django.db.models import QuerySet

from hub.activity.models import Entry
from hub.roadmap.models import Look, Move, RoadmapItem
from hub.roadmap.quarters import words

DAYS = 14  # for those who never looked, and those without a name
MOST = 200  # moves read; whoever was away for longer sees the last ones
TOLD = {
    "roadmap.item_proposed": "new",
    "roadmap.item_merged": "merged",
    "roadmap.item_impeded": "blocked",
    "roadmap.item_freed": "freed",
}


class Named(Protocol):
    """An item as far as news need it."""

    @property
    def pk(self) -> int: ...

    @property
    def title(self) -> str: ...

    def get_absolute_url(self) -> str: ...


@dataclass(frozen=True)
class Told:
    """The name of an item and where it is, read without all that it says."""

    pk: int
    slug: str
    title: str

    def get_absolute_url(self) -> str:
        return f"/roadmap/{self.slug}/"


class Step(NamedTuple):
    """One move, as far as news need it."""

    item: Named
    from_state: str
    to_state: str
    from_quarter: str
    to_quarter: str
    reason: str
    at: dt.datetime


@dataclass(frozen=True)
class Change:
    """One item, from where it was to where it is."""

    item: Named
    before: str
    after: str
    reason: str
    at: dt.datetime
    released: bool


@dataclass
class News:
    """What happened since a moment.

    Attributes:
        since: The moment.
        looked: Whether the person marked it as seen; else it is the last two weeks.
        changes: Items that went from one state or quarter to another, the last one first.
        told: What else happened, by what it is: new, merged, blocked, freed.
    """

    since: dt.datetime
    looked: bool
    changes: list[Change] = field(default_factory=list)
    told: dict[str, list[Entry]] = field(default_factory=dict)

    @property
    def released(self) -> list[Change]:
        """What people can use now."""
        return [change for change in self.changes if change.released]

    @property
    def counts(self) -> list[tuple[int, str]]:
        """How many of each, in words; what did not happen is left out."""
        moves, released = len(self.changes), len(self.released)
        found = [
            (moves, "move" if moves == 1 else "moves"),
            (len(self.told.get("new", ())), "new"),
            (released, "shipped"),
            (len(self.told.get("blocked", ())), "blocked"),
            (len(self.told.get("freed", ())), "freed"),
            (len(self.told.get("merged", ())), "merged"),
        ]
        return [(count, word) for count, word in found if count]

    def mark(self, item: RoadmapItem) -> str:
        """What a card of this item says: that it is new, or where it came from."""
        if item.pk in self._new:
            return "New"
        before = self._moved.get(item.pk)
        return f"Was {before}" if before else ""

    def __post_init__(self) -> None:
        self._moved = {change.item.pk: change.before for change in self.changes}
        self._new = {entry.subject_id for entry in self.told.get("new", ())}


def news_for(user: Any, now: dt.datetime) -> News:
    """What changed since the person marked the roadmap as seen; for others, in the last two weeks."""
    look = Look.objects.filter(user=user).first() if user.is_authenticated else None
    since = look.at if look else now - dt.timedelta(days=DAYS)
    return news(since, user, looked=look is not None)


def news(since: dt.datetime, user: Any, *, until: dt.datetime | None = None, looked: bool = False) -> News:
    """What happened after a moment (and not after `until`): one query for the moves, one for the rest."""
    moves = Move.objects.filter(at__gt=since, item__canonical=None)
    entries = Entry.objects.visible_to(user).filter(kind__in=TOLD, created_at__gt=since)
    if until:
        moves, entries = moves.filter(at__lte=until), entries.filter(created_at__lte=until)
    told: dict[str, list[Entry]] = {}
    for entry in entries.select_related("actor").order_by("-created_at", "-pk")[:MOST]:
        told.setdefault(TOLD[entry.kind], []).append(entry)
    return News(since, looked, changes_of(steps(moves)), told)


def steps(moves: QuerySet[Move], known: Mapping[int, Named] | None = None) -> list[Step]:
    """Moves with their items, the last one first: those that are known, or by name."""
    facts = ("from_state", "to_state", "from_quarter", "to_quarter", "reason", "at")
    rows = moves.order_by("-at", "-pk").values_list("item", "item__slug", "item__title", *facts)
    return [
        Step((known or {}).get(pk) or Told(pk, slug, title), *rest) for pk, slug, title, *rest in rows[:MOST]
    ]


def changes_of(moves: Sequence[Step]) -> list[Change]:
    """Moves, the last one first, as one change per item; who came back to where it was did not change."""
    by_item: dict[int, list[Step]] = {}
    for move in moves:
        by_item.setdefault(move.item.pk, []).append(move)
    found = []
    for own in by_item.values():
        last, first = own[0], own[-1]
        before, after = _place(first.from_state, first.from_quarter), _place(last.to_state, last.to_quarter)
        if before != after:
            released = last.to_state == RoadmapItem.State.SHIPPED
            found.append(Change(last.item, before, after, last.reason, last.at, released))
    return found


def _place(state: str, quarter: str) -> str:
    label = RoadmapItem.State(state).label.lower()
    return f"{label}, {words(quarter)}" if quarter else label
