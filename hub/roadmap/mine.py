"""What one person needs, proposed and answers for: reads only, a fixed number of queries."""

from __future__ import annotations

from typing import Any

from django.db.models import F, QuerySet

from hub.accounts.models import User
from hub.activity.models import Entry
from hub.roadmap.models import RoadmapItem, Support

SHOWN = 200  # of each kind; nobody has more who means it
NO_NEWS = ("roadmap.item_supported", "roadmap.support_withdrawn", "roadmap.supported_for")


def mine_of(person: User) -> dict[str, Any]:
    """What the page of one's own shows."""
    supports = _supports(person)
    proposed = list(_items(RoadmapItem.objects.filter(proposed_by=person))[:SHOWN])
    owned = list(_items(RoadmapItem.objects.filter(owner=person, canonical=None))[:SHOWN])
    wholes = {
        row.pk: row.canonical or row for row in [support.item for support in supports] + proposed + owned
    }
    news = _last({row.pk for row in wholes.values()})
    return {
        "supports": [
            (support, wholes[support.item_id], news.get(wholes[support.item_id].pk)) for support in supports
        ],
        "proposed": [(item, wholes[item.pk], news.get(wholes[item.pk].pk)) for item in proposed],
        "owned": [(item, item, news.get(item.pk)) for item in owned],
    }


def _supports(person: User) -> list[Support]:
    """What the person said, one row an item: of what was merged, what counts."""
    rows = Support.objects.filter(user=person).select_related("user", "item__canonical", "said_by")
    counts: dict[int, Support] = {}
    for row in rows.order_by(F("item__canonical_id").asc(nulls_first=True), "-need", "pk")[:SHOWN]:
        counts.setdefault(row.item.canonical_id or row.item_id, row)
    return sorted(counts.values(), key=lambda row: (-row.need, -row.changed_at.timestamp()))


def _items(rows: QuerySet[RoadmapItem]) -> QuerySet[RoadmapItem]:
    return rows.select_related("canonical").order_by("-proposed_on", "-pk")


def _last(keys: set[int]) -> dict[int, Entry]:
    """The last thing that happened to each item, but for what people said of needing it."""
    about = Entry.objects.filter(subject_kind=RoadmapItem._meta.label_lower, subject_id__in=keys)
    rows = about.exclude(kind__in=NO_NEWS).select_related("actor")
    newest = rows.order_by("subject_id", "-created_at", "-pk").distinct("subject_id")
    return {entry.subject_id: entry for entry in newest}
