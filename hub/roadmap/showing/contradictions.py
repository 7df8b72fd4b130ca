"""What an item says that cannot be true all at once; everybody may read it, as in the list of all of them."""

from __future__ import annotations

from typing import Any

from hub.roadmap.consistency import rules_broken_by
from hub.roadmap.models import RoadmapItem


def part(item: RoadmapItem, _user: Any) -> dict[str, Any]:
    """The sentences; one query."""
    return {"contradictions": rules_broken_by(item)}
