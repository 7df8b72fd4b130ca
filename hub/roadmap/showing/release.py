"""What came of an item: its release, and how many use it."""

from __future__ import annotations

from typing import Any

from hub.roadmap.models import RoadmapItem


def part(item: RoadmapItem, user: Any) -> dict[str, Any]:  # noqa: ARG001 -- every part is asked alike
    """What `item/release.html` shows."""
    return {}
