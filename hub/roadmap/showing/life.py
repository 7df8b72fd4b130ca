"""How far an item is, and what happened to it."""

from __future__ import annotations

from typing import Any

from hub.activity.models import Entry
from hub.roadmap.models import RoadmapItem

HISTORY = 30


def part(item: RoadmapItem, user: Any) -> dict[str, Any]:
    """What `item/life.html` shows."""
    return {"history": Entry.objects.visible_to(user).about(item).select_related("actor")[:HISTORY]}
