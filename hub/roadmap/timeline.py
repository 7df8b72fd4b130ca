"""The roadmap as bars over quarters: when each item was first planned, when it is worked on, when it is due."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, Q, Window
from django.db.models.functions import RowNumber

from hub.roadmap.board import STEPS, cards
from hub.roadmap.filters import ORDERS, chosen
from hub.roadmap.lifecycle import IN_A_QUARTER, IN_PROGRESS
from hub.roadmap.models import ItemQuerySet, ItemStage, Move, Release, RoadmapItem
from hub.roadmap.quarters import first_day, is_quarter, moved, quarter_of, window, words

BEFORE, COLUMNS = 2, 6  # quarters before now, and all in all
IN_STEP = 12  # bars of a step; the list has the others
NEAR_END = 70  # percent; from there on a label stands before its bar


@dataclass(frozen=True)
class Bar:
    """One item over the quarters.

    Attributes:
        planned: Quarter it was first planned for.
        begins: Quarter in which work began, or is to begin.
        ends: Quarter in which it is due, or was there.
        released: The day people had it.
    """

    item: RoadmapItem
    planned: str
    begins: str
    ends: str
    released: dt.date | None = None
    stages: tuple[str, ...] = ()

    @property
    def is_late(self) -> bool:
        """It was planned for an earlier quarter than the one in which it is worked on."""
        return self.planned < self.begins

    @property
    def span(self) -> str:
        """From when to when, in words."""
        when = (
            words(self.begins) if self.begins == self.ends else f"{words(self.begins)} to {words(self.ends)}"
        )
        return f"{when}, first planned for {words(self.planned)}" if self.is_late else when


@dataclass(frozen=True)
class Drawn:
    """A bar in the picture, in percent of its width."""

    bar: Bar
    x: float
    width: float
    light_x: float
    light_width: float
    released_x: float | None
    target_x: float | None
    label_x: float
    label_side: str


@dataclass
class Lane:
    """A pipeline step with its bars."""

    step: str
    label: str
    rows: list[Drawn] = field(default_factory=list)
    count: int = 0

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.count - len(self.rows)


def bar_of(
    item: RoadmapItem, moves: Sequence[Move], released: dt.date | None = None, stages: Iterable[str] = ()
) -> Bar:
    """The bar of an item from its moves, the first one first. Pure: nothing is asked of the database."""
    planned = [move.to_quarter for move in moves if move.to_quarter and move.to_state in IN_A_QUARTER]
    started = [quarter_of(move.at.date()) for move in moves if move.to_state == IN_PROGRESS]
    due = quarter_of(item.target_on) if item.target_on and not released else ""
    ends = quarter_of(released) if released else max(item.quarter, due)
    begins = min([*started, item.quarter or ends, ends])
    return Bar(item, min([*planned, begins]), begins, ends, released, tuple(stages))


def drawn(bar: Bar, quarters: list[str]) -> Drawn:
    """Where a bar stands in a picture of these quarters."""
    x, end = place(first_day(bar.begins), quarters), _end(bar.ends, quarters)
    light = place(first_day(bar.planned), quarters)
    target = bar.item.target_on
    shown = target and not bar.released and quarters[0] <= quarter_of(target) <= quarters[-1]
    return Drawn(
        bar=bar,
        x=x,
        width=round(end - x, 2),
        light_x=light,
        light_width=round(x - light, 2),
        released_x=place(bar.released, quarters) if bar.released else None,
        target_x=place(target, quarters) if target and shown else None,
        label_x=end if end <= NEAR_END else light,
        label_side=_side(light, end),
    )


def _end(quarter: str, quarters: list[str]) -> float:
    """Where a quarter ends; what ends after the picture (some targets lie at the end of time) is at its edge."""
    return 100.0 if quarter >= quarters[-1] else place(first_day(moved(quarter, 1)), quarters)


def _side(start: float, end: float) -> str:
    """Where the words of a bar stand: after it, before it where there is no room after it, else inside."""
    if end <= NEAR_END:
        return "after"
    return "before" if start >= 100 - NEAR_END else "inside"


def place(day: dt.date, quarters: list[str]) -> float:
    """How far from the left a day lies, in percent; what lies outside is at the edge."""
    quarter = quarter_of(day)
    if quarter < quarters[0]:
        return 0.0
    if quarter > quarters[-1]:
        return 100.0
    start, end = first_day(quarter), first_day(moved(quarter, 1))
    within = (day - start).days / (end - start).days
    return round(100 * (quarters.index(quarter) + within) / len(quarters), 2)


def page_of(asked: dict[str, Any], first: str, user: Any, today: dt.date) -> dict[str, Any]:
    """What the timeline shows: the quarters around now, or those that were asked for."""
    now = quarter_of(today)
    first = (
        asked.get("earliest") or asked.get("quarter") or (first if is_quarter(first) else moved(now, -BEFORE))
    )
    quarters = [quarter for quarter in window(first, COLUMNS) if quarter <= asked.get("latest", quarter)]
    quarters = quarters or [first]
    wishes = {name: value for name, value in asked.items() if name not in ("quarter", "earliest", "latest")}
    lanes = lanes_of(chosen(wishes, user, states="state" in asked), quarters)
    return {
        "now": now,
        "now_x": place(today, quarters) if quarters[0] <= now <= quarters[-1] else None,
        "quarters": [
            (quarter, words(quarter), round(100 * at / len(quarters), 2))
            for at, quarter in enumerate(quarters)
        ],
        "earlier": moved(quarters[0], -COLUMNS),
        "later": moved(quarters[-1], 1),
        "lanes": lanes,
        "bars": [row.bar for lane in lanes for row in lane.rows],
    }


def lanes_of(items: ItemQuerySet, quarters: list[str]) -> list[Lane]:
    """The bars of the items in these quarters by step; four queries, however many there are."""
    items = _within(items, quarters)
    counts = dict(items.order_by().values_list("step").annotate(Count("pk")))
    found = list(_foremost(items)) if counts else []
    lanes = {step: Lane(step or "none", label, count=counts.get(step, 0)) for step, label in STEPS}
    for bar in bars_of(found):
        lanes[bar.item.step].rows.append(drawn(bar, quarters))
    for lane in lanes.values():
        lane.rows.sort(key=lambda row: (row.bar.begins, row.bar.ends, row.bar.item.title))
    return [lane for lane in lanes.values() if lane.rows]


def bars_of(items: Sequence[RoadmapItem]) -> list[Bar]:
    """The bars of these items; three queries for all of them."""
    moves: dict[int, list[Move]] = defaultdict(list)
    for move in Move.objects.filter(item__in=items, to_state__in=IN_A_QUARTER).order_by("at", "pk"):
        moves[move.item_id].append(move)
    released = dict(Release.objects.filter(item__in=items).values_list("item", "released_on"))
    stages: dict[int, list[str]] = defaultdict(list)
    for stage in ItemStage.objects.filter(item__in=items).order_by("item", "position"):
        stages[stage.item_id].append(str(stage))
    return [bar_of(item, moves[item.pk], released.get(item.pk), stages[item.pk]) for item in items]


def _within(items: ItemQuerySet, quarters: list[str]) -> ItemQuerySet:
    """Items due in these quarters, those that are due later and were begun, and those with a target in them."""
    start, end = first_day(quarters[0]), first_day(moved(quarters[-1], 1))
    due = Q(quarter__gte=quarters[0], quarter__lte=quarters[-1])
    return items.exclude(quarter="").filter(due | Q(target_on__gte=start, target_on__lt=end))


def _foremost(items: ItemQuerySet) -> ItemQuerySet:
    rank = [F("blocked").desc(), F("supporters").desc(), F("proposed_on").desc(), F("pk").desc()]
    place = Window(RowNumber(), partition_by=[F("step")], order_by=rank)
    ranked = items.order_by().annotate(place=place).filter(place__lte=IN_STEP)
    return cards(RoadmapItem.objects.filter(pk__in=ranked.values("pk"))).order_by(*ORDERS["need"])
