"""Which releases are to be asked about or measured on a day."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef
from django.utils import timezone

from hub.roadmap.models import Release, RoadmapItem, Uptake
from hub.roadmap.uptake import age_of, asked_between, may_measure


def to_ask(today: dt.date) -> list[tuple[int, int]]:
    """Releases whose supporters are to be asked now: (key, window)."""
    found = []
    for days in Uptake.DAYS:
        first, end = asked_between(days, Uptake.DAYS)
        asked = Uptake.objects.filter(release=OuterRef("pk"), days=days, asked_at__isnull=False)
        rows = Release.objects.filter(
            ~Exists(asked), item__state=RoadmapItem.State.SHIPPED, item__canonical=None,
            released_on__lte=today - dt.timedelta(days=first), released_on__gt=today - dt.timedelta(days=end),
        )  # fmt: skip
        found += [(key, days) for key in rows.order_by("pk").values_list("pk", flat=True)]
    return found


def to_measure(today: dt.date) -> list[int]:
    """Keys of what was asked long enough ago and whose day has come."""
    waiting = Uptake.objects.filter(
        measured_at=None, asked_at__isnull=False, release__item__state=RoadmapItem.State.SHIPPED,
        release__item__canonical=None,
    ).select_related("release")  # fmt: skip
    return [
        row.pk for row in waiting
        if may_measure(age_of(row.release.released_on, today), row.days, age_of(_day(row.asked_at), today))
    ]  # fmt: skip


def _day(moment: dt.datetime | None) -> dt.date:
    return timezone.localtime(moment).date()
