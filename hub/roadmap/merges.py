"""What a merge would mean, before anybody does it."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from hub.core.errors import Refused
from hub.roadmap.actions.merging import meaning_of, refuse_merging
from hub.roadmap.models import RoadmapItem, Support
from hub.roadmap.similar import similar_to

OFFERED = 12
NAMED = 30  # people named in the preview


def candidates(item: RoadmapItem, words: str = "") -> list[RoadmapItem]:
    """The items it may be the same as: the similar ones, or those with the words that were typed."""
    if not words.strip():
        return [near.item for near in similar_to(item.title, item.need, but=item)]
    named = RoadmapItem.objects.visible_to(None).filter(Q(title__icontains=words) | Q(slug=words))
    near = [near.item for near in similar_to(words, but=item)]
    both = [*named.exclude(pk=item.pk)[:OFFERED], *near]
    return list({row.pk: row for row in both}.values())[:OFFERED]


def preview(item: RoadmapItem, into: RoadmapItem) -> dict[str, Any]:
    """Who is affected, how many each of them has, and how many both have together."""
    ours, theirs = needing(item), needing(into)
    both = ours | theirs
    people = Support.objects.filter(user__in=list(both)[:NAMED], item__in=[item, into]).select_related("user")
    named = {row.user_id: row.user for row in people.order_by("user__name")}
    return {
        "objection": objection(item, into),
        "meaning": meaning_of(into),
        "ours": len(ours),
        "theirs": len(theirs),
        "twice": len(ours & theirs),
        "union": len(both),
        "people": list(named.values()),
        "more": len(both) - len(named),
    }


def needing(item: RoadmapItem) -> set[int]:
    """Keys of the people who need an item or one of its parts."""
    rows = Support.objects.voices(item).filter(need__gt=0)
    return set(rows.values_list("user_id", flat=True))


def objection(item: RoadmapItem, into: RoadmapItem) -> str:
    """Why the two cannot be merged; empty when they can."""
    try:
        refuse_merging(item, into)
    except Refused as refusal:
        return refusal.reason
    return ""
