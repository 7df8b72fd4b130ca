"""Hold an item until the transaction ends, so that verbs on it wait for each other."""

from __future__ import annotations

from hub.core.errors import Refused
from hub.roadmap.models import RoadmapItem


def locked(item: RoadmapItem) -> RoadmapItem:
    """The item as it is now, held until the transaction ends: closing and supporting wait for each other."""
    return RoadmapItem.objects.select_for_update().get(pk=item.pk)


def refuse_closed(item: RoadmapItem) -> None:
    """Raise Refused when nothing more will happen to the item."""
    if item.is_closed:
        words = item.get_state_display().lower()
        raise Refused(f"“{item.title}” is {words}: there is nothing left to support.", "closed")


def refuse_part(item: RoadmapItem) -> None:
    """Raise Refused when the item was merged into another: what happens, happens to that one."""
    if item.canonical:
        raise Refused(f"“{item.title}” is part of “{item.canonical.title}” now.", "merged")
