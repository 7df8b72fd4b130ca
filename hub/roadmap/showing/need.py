"""The need itself, and who may say it better."""

from __future__ import annotations

from typing import Any

from hub.core.permissions import may
from hub.roadmap.models import RoadmapItem


def part(item: RoadmapItem, user: Any) -> dict[str, Any]:
    """What `item/need.html` and the head of the page show."""
    return {
        "may_edit": item.state == RoadmapItem.State.PROPOSED and may(user, "roadmap.edit_item", item),
    }
