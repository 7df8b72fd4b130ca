"""What the page of an item shows: one function per part of the page, reads only, a fixed number of queries."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404

from hub.roadmap.models import ItemQuerySet, RoadmapItem
from hub.roadmap.showing import aside, contradictions, life, need, needs, release, rounds

PARTS = (need.part, needs.part, release.part, rounds.part, life.part, aside.part, contradictions.part)


def items(user: Any) -> ItemQuerySet:
    """Items with everything that hangs on one of them."""
    found: ItemQuerySet = RoadmapItem.objects.visible_to(user).select_related(
        "incident", "group", "team", "owner", "proposed_by", "release__demo"
    )
    return found


def found_by(slug: str, user: Any) -> RoadmapItem:
    """The item at an address; at the old address of one that was merged, the one it became part of. Else 404."""
    found = items(user).filter(slug=slug).first()  # one that was merged is not among them
    return found or get_object_or_404(items(user), parts__slug=slug)


def about(item: RoadmapItem, user: Any) -> dict[str, Any]:
    """The context of the page: what each part needs, under names of its own."""
    context: dict[str, Any] = {"item": item}
    for part in PARTS:
        context |= part(item, user)
    return context
