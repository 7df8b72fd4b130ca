"""The roadmap as a picture: quarters across, pipeline steps down."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Count, F, Func, Q, Sum, Value, Window
from django.db.models.functions import Coalesce, NullIf, RowNumber

from hub.catalog.models import PipelineStep
from hub.roadmap.filters import ORDERS, chosen
from hub.roadmap.models import ItemQuerySet, RoadmapItem, Round
from hub.roadmap.quarters import is_quarter, moved, quarter_of, window, words

IN_CELL = 4  # items shown in a cell; the list has the others
COLUMNS = 4  # quarters side by side
MOST_COLUMNS = 8  # in the public view, which may be asked for a span
WAITING = 10  # items without a quarter shown below
STEPS = [*PipelineStep.choices, ("", "No step in particular")]
#: What a card shows; the long texts stay in the database.
ON_A_CARD = (
    "slug", "title", "state", "quarter", "step", "estimate", "impediment", "impeded_at", "target_on", "group",
    "owner", "supporters", "blocked", "proposed_on", "canonical", "moved_at",
)  # fmt: skip
#: What a quarter still has to find room for or already did; what was turned down takes none.
TAKES_ROOM = ~Q(state__in=(RoadmapItem.State.DECLINED, RoadmapItem.State.DEFERRED))


@dataclass
class Cell:
    """What one quarter holds for one step."""

    quarter: str
    step: str
    count: int = 0
    items: list[RoadmapItem] = field(default_factory=list)

    @property
    def words(self) -> str:
        return words(self.quarter)

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.count - len(self.items)


@dataclass
class Row:
    """One pipeline step and its cells, a cell for each quarter."""

    step: str
    label: str
    cells: list[Cell]


@dataclass(frozen=True)
class Column:
    """One quarter: what its items cost together, and what can be built in it."""

    quarter: str
    count: int = 0
    cost: Decimal = Decimal(0)
    unknown: int = 0  # items nobody estimated
    capacity: Decimal | None = None
    round: str = ""

    @property
    def words(self) -> str:
        return words(self.quarter)

    @property
    def is_over(self) -> bool:
        """More is planned than can be built."""
        return self.capacity is not None and self.cost > self.capacity

    @property
    def share(self) -> int:
        """How full it is, as a percentage of what can be built."""
        return min(100, round(100 * self.cost / self.capacity)) if self.capacity else 0


@dataclass(frozen=True)
class Tally:
    """How many items of one state of affairs, and what they cost."""

    count: int
    cost: Decimal
    unknown: int


def page_of(
    asked: dict[str, Any], first: str, user: Any, today: dt.date, *, last: str = ""
) -> dict[str, Any]:
    """What the page of the quarters shows: the window around today, from `first` on, or what was asked for."""
    now = quarter_of(today)
    quarters = _window(asked, first if is_quarter(first) else moved(now, -1), last)
    wishes = {name: value for name, value in asked.items() if name not in ("quarter", "earliest", "latest")}
    shown = chosen(wishes, user, states="state" in asked)
    waiting = chosen(wishes, user).filter(quarter="")
    tallies = _tallies(shown.filter(quarter__in=quarters))
    return {
        "now": now,
        "columns": columns(quarters, tallies),
        "earlier": moved(quarters[0], -COLUMNS),
        "later": moved(quarters[-1], 1),
        "rows": board(shown, quarters, tallies),
        "waiting": list(cards(waiting).order_by(*ORDERS["need"])[:WAITING]),
        "waiting_count": waiting.order_by().count(),
    }


def _window(asked: dict[str, Any], first: str, last: str) -> list[str]:
    """The quarters side by side: one, the span that was asked for, or four from `first` on."""
    if "quarter" in asked:
        return [asked["quarter"]]
    first = asked.get("earliest", first)
    last = asked.get("latest", last if is_quarter(last) else "")
    quarters = window(first, MOST_COLUMNS if last else COLUMNS)
    return [quarter for quarter in quarters if not last or quarter <= last] or quarters[:1]


def cards(items: ItemQuerySet, *further: str) -> ItemQuerySet:
    """Items with what a card shows of them, `further` fields, and their owner's and group's names."""
    named = items.annotate(
        owner_name=Coalesce(NullIf("owner__name", Value("")), "owner__handle"), group_name=F("group__name")
    )
    return named.only(*ON_A_CARD, *further)


def board(
    items: ItemQuerySet, quarters: list[str], tallies: dict[tuple[str, str], Tally] | None = None
) -> list[Row]:
    """The rows of the picture, in the order of the work; steps with nothing in these quarters are left out.

    Two queries, however many items there are.
    """
    items = items.filter(quarter__in=quarters)
    tallies = _tallies(items) if tallies is None else tallies
    found: dict[tuple[str, str], list[RoadmapItem]] = defaultdict(list)
    for item in _foremost(items) if tallies else ():
        found[item.step, item.quarter].append(item)
    rows = []
    for step, label in STEPS:
        cells = [_cell(quarter, step, tallies, found[step, quarter]) for quarter in quarters]
        if any(cell.count for cell in cells):
            rows.append(Row(step, label, cells))
    return rows


def columns(quarters: list[str], tallies: dict[tuple[str, str], Tally]) -> list[Column]:
    """The quarters with what they hold, beside the capacity of the round that fills each."""
    rounds = Round.objects.filter(quarter__in=quarters).exclude(
        state__in=(Round.State.DRAFT, Round.State.VOID)
    )
    of_round = {row.quarter: row for row in rounds.order_by("pk").only("quarter", "capacity", "slug")}
    return [_column(quarter, tallies, of_round.get(quarter)) for quarter in quarters]


def columns_of(quarters: list[str], items: ItemQuerySet) -> list[Column]:
    """The quarters with what these items of them cost."""
    return columns(quarters, _tallies(items.filter(quarter__in=quarters)))


def _column(quarter: str, tallies: dict[tuple[str, str], Tally], of_round: Round | None) -> Column:
    own = [tally for (_, when), tally in tallies.items() if when == quarter]
    return Column(
        quarter=quarter,
        count=sum(tally.count for tally in own),
        cost=sum((tally.cost for tally in own), Decimal(0)),
        unknown=sum(tally.unknown for tally in own),
        capacity=of_round.capacity if of_round else None,
        round=of_round.get_absolute_url() if of_round else "",
    )


def _cell(quarter: str, step: str, tallies: dict[tuple[str, str], Tally], items: list[RoadmapItem]) -> Cell:
    tally = tallies.get((step, quarter))
    return Cell(quarter, step or "none", tally.count if tally else 0, items)


def _tallies(items: ItemQuerySet) -> dict[tuple[str, str], Tally]:
    """How many items each cell holds and what they cost, counted in the database."""
    counted = (
        items.order_by()
        .values("step", "quarter")
        .annotate(
            count=Count("pk"),
            cost=Sum("estimate", filter=TAKES_ROOM),
            unknown=Count("pk", filter=TAKES_ROOM & Q(estimate=None)),
        )
    )
    rows = counted.values_list("step", "quarter", "count", "cost", "unknown")
    return {
        (step, quarter): Tally(count, cost or Decimal(0), unknown)
        for step, quarter, count, cost, unknown in rows
    }


def _foremost(items: ItemQuerySet) -> ItemQuerySet:
    """The most needed of each cell."""
    place = Window(
        RowNumber(),
        partition_by=[F("step"), F("quarter")],
        order_by=[F("blocked").desc(), F("supporters").desc(), F("proposed_on").desc(), F("pk").desc()],
    )
    ranked = items.order_by().annotate(place=place).filter(place__lte=IN_CELL)
    # As an array the planner takes them for few, and looks each up; else it reads the whole table.
    keys: Any = ArraySubquery(ranked.values("pk"))
    named: Any = Func(
        F("pk"), keys, template="%(expressions)s)", arg_joiner=" = ANY(", output_field=BooleanField()
    )
    return cards(RoadmapItem.objects.filter(named)).order_by(*ORDERS["need"])
