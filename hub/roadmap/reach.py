"""Which of many items a person may move, and where to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.utils import timezone

from hub.catalog.models import PipelineStep
from hub.core.permissions import may
from hub.roadmap.lifecycle import ACCEPTED, IN_PROGRESS, PLANNED
from hub.roadmap.models import RoadmapItem
from hub.roadmap.quarters import moved, quarter_of, window, words

MOVABLE = {ACCEPTED, PLANNED, IN_PROGRESS}  # what has or can get a quarter
BEFORE, AFTER = 1, 6  # quarters offered around now


def movable(user: Any, items: Iterable[RoadmapItem]) -> set[int]:
    """The keys of the items this person may give another quarter; one query for all of them."""
    if not user.is_authenticated:
        return set()
    return {item.pk for item in items if item.state in MOVABLE and may(user, "roadmap.move_item", item)}


def offered(now: str, *chosen: str) -> list[tuple[str, str]]:
    """The quarters a move can lead to, with those that are chosen already."""
    quarters = {*window(moved(now, -BEFORE), BEFORE + AFTER + 1), *(quarter for quarter in chosen if quarter)}
    return [("", "No quarter"), *((quarter, words(quarter)) for quarter in sorted(quarters))]


def on_board(user: Any, page: dict[str, Any], query: Mapping[str, Any]) -> dict[str, Any]:
    """What the board needs for moving cards: which ones, the one whose form is open, and the places."""
    rows = [item for row in page.get("rows", ()) for cell in row.cells for item in cell.items]
    now = quarter_of(timezone.localdate())
    return {
        "reach": movable(user, [*rows, *page.get("waiting", ())]),
        "moving": query.get("move", ""),
        "move_query": _kept(query),
        "wanted": {"quarter": query.get("to"), "step": query.get("at")},
        "quarters": offered(now, *(row.quarter for row in rows)),
        "steps": [("", "No step in particular"), *PipelineStep.choices],
    }


def _kept(query: Mapping[str, Any]) -> str:
    """What the address asks for, to go before the name of the item that moves."""
    kept = urlencode([(name, value) for name, value in query.items() if name not in ("move", "to", "at")])
    return f"{kept}&" if kept else ""
