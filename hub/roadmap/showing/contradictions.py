"""What an item says that cannot be true all at once; for those who can put it right."""

from __future__ import annotations

from typing import Any

from hub.core.permissions import may
from hub.roadmap.consistency import rules_broken_by
from hub.roadmap.models import RoadmapItem


def part(item: RoadmapItem, user: Any) -> dict[str, Any]:
    """The sentences; one query, and none for those who cannot change anything."""
    if not may(user, "roadmap.steer_item", item):
        return {"contradictions": []}
    return {"contradictions": rules_broken_by(item)}
