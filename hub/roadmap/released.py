"""What shipped, newest first, as people read it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.db.models import Prefetch

from hub.catalog.models import Service
from hub.demos.models import Demo
from hub.roadmap.models import Release, RoadmapItem, Uptake


def releases_for(user: Any) -> Any:
    """Releases of what is shipped now, newest first, with all that their list shows."""
    rows = Release.objects.filter(item__state=RoadmapItem.State.SHIPPED, item__canonical=None)
    measured = Uptake.objects.filter(measured_at__isnull=False).order_by("-days")
    return rows.select_related("item__group", "item__team").prefetch_related(
        Prefetch("uptakes", measured, "measured"),
        Prefetch("item__services", Service.objects.visible_to(user).order_by("name")),
        Prefetch("demo", Demo.objects.visible_to(user)),
    ).order_by("-released_on", "-pk")  # fmt: skip


def months(rows: Iterable[Release]) -> list[tuple[dt.date, list[Release]]]:
    """Releases by month: its first day, and what came in it."""
    return [(month, list(of)) for month, of in groupby(rows, lambda row: row.released_on.replace(day=1))]
