"""What the page of an item shows: one function per part of the page, reads only, a fixed number of queries."""

from __future__ import annotations

from typing import Any

from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404

from hub.roadmap.models import ItemQuerySet, RoadmapItem
from hub.roadmap.showing import aside, contradictions, life, need, needs, release, rounds

PARTS = (need.part, needs.part, release.part, rounds.part, life.part, aside.part, contradictions.part)


def items(user: Any) -> ItemQuerySet:
    """Items with everything that hangs on one of them."""
    found: ItemQuerySet = RoadmapItem.objects.visible_to(user).select_related(
        "group", "team", "owner", "proposed_by", "release__demo"
    )
    return found


def found_by(slug: str, user: Any) -> RoadmapItem:
    """The item at an address; at the old address of one that was merged, the one it became part of. Else 404."""
    named = RoadmapItem.objects.filter(slug=slug)  # by its index: no search through all and their parts
    return get_object_or_404(items(user), pk__in=named.values(root=Coalesce("canonical", "pk")))


def about(item: RoadmapItem, user: Any) -> dict[str, Any]:
    """The context of the page: what each part needs, under names of its own."""
    context: dict[str, Any] = {"item": item}
    for part in PARTS:
        context |= part(item, user)
    return context
