"""Whom a thing that happens to an item concerns: who asked for it, who needs it, who answers for it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection
from django.db.models import Q

from hub.accounts.models import User
from hub.activity.models import Follow
from hub.roadmap.models import RoadmapItem
from hub.roadmap.tallies import ROOT, VOICES


def parts_of(item: RoadmapItem) -> list[int]:
    """The item and all that was merged into it, as keys."""
    return list(RoadmapItem.objects.filter(Q(pk=item.pk) | Q(canonical=item)).values_list("pk", flat=True))


def supporters_of(item: RoadmapItem) -> list[int]:
    """People who need it, as keys; each once, whatever they said of parts."""
    voices = VOICES.format(where=f"WHERE {ROOT} = %s")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT user_id FROM ({voices}) said WHERE need > 0 ORDER BY user_id", [item.pk])  # noqa: S608
        return [key for (key,) in cursor.fetchall()]


def concerned(item: RoadmapItem, *others: User | None) -> list[User]:
    """Supporters, proposers, owner and followers, those of merged parts too, and the others named; each once."""
    parts = parts_of(item)
    proposers = RoadmapItem.objects.filter(pk__in=parts).values_list("proposed_by", flat=True)
    followers = Follow.objects.filter(subject_kind=item._meta.label_lower, subject_id__in=parts)
    keys = {item.owner_id, *supporters_of(item), *proposers, *followers.values_list("user_id", flat=True)}
    return people(keys | {other.pk for other in others if other})


def people(keys: Iterable[int | None]) -> list[User]:
    """People by their keys."""
    return list(User.objects.filter(pk__in=[key for key in keys if key]).order_by("pk"))
