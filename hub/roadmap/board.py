"""The roadmap as a picture: quarters across, pipeline steps down."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count

from hub.catalog.models import PipelineStep
from hub.roadmap.filters import ORDERS, chosen
from hub.roadmap.models import ItemQuerySet, RoadmapItem
from hub.roadmap.quarters import is_quarter, moved, quarter_of, window, words

IN_CELL = 6  # items shown in a cell; the list has the others
COLUMNS = 4  # quarters side by side
WAITING = 10  # items without a quarter shown below
FETCHED = 400  # of a window of quarters


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


def page_of(asked: dict[str, Any], first: str, user: Any, today: dt.date) -> dict[str, Any]:
    """What the page of the quarters shows: the window around today, from `first` on, or the one asked for."""
    now = quarter_of(today)
    first = asked.get("quarter") or (first if is_quarter(first) else moved(now, -1))
    quarters = window(first, 1 if "quarter" in asked else COLUMNS)
    wishes = {name: value for name, value in asked.items() if name != "quarter"}
    waiting = chosen(wishes, user).filter(quarter="")
    return {
        "now": now,
        "columns": [Cell(quarter, "") for quarter in quarters],
        "earlier": moved(first, -COLUMNS),
        "later": moved(first, COLUMNS),
        "rows": board(chosen(wishes, user, states="state" in asked), quarters),
        "waiting": waiting.select_related("group").order_by(*ORDERS["need"])[:WAITING],
        "waiting_count": waiting.count(),
    }


def board(items: ItemQuerySet, quarters: list[str]) -> list[Row]:
    """The rows of the picture, in the order of the work; steps with nothing in these quarters are left out.

    Two queries, however many items there are.
    """
    items = items.filter(quarter__in=quarters)
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for step, quarter, count in (
        items.order_by().values_list("step", "quarter").annotate(Count("pk", distinct=True))
    ):
        counts[step, quarter] = count
    found: dict[tuple[str, str], list[RoadmapItem]] = defaultdict(list)
    for item in items.order_by(*ORDERS["need"])[:FETCHED]:
        found[item.step, item.quarter].append(item)
    rows = []
    for step, label in [*PipelineStep.choices, ("", "No step in particular")]:
        cells = [Cell(q, step or "none", counts[step, q], found[step, q][:IN_CELL]) for q in quarters]
        if any(cell.count for cell in cells):
            rows.append(Row(step, label, cells))
    return rows
