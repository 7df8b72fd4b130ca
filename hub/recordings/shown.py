"""What the chapters of a recording are linked to, as far as a person may see it."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch

from hub.accounts.models import Team
from hub.catalog.models import Service
from hub.core.related import visible
from hub.demos.models import Demo
from hub.recordings.models import Recording, Segment, SegmentService


def chapters(recording: Recording, user: Any) -> list[Segment]:
    """The spans of a recording in their order, each with what it shows."""
    steps: Any = Segment._meta.get_field("steps").related_model
    services = SegmentService.objects.filter(service__in=Service.objects.visible_to(user))
    rows = (
        recording.segments.with_age()
        .order_by("starts_s", "pk")
        .prefetch_related(
            Prefetch("demo", Demo.objects.visible_to(user)),
            Prefetch(
                "segmentservice_set", services.select_related("service").order_by("service__name"), "shown"
            ),
            Prefetch("teams", Team.objects.visible_to(user)),
            visible(Segment, "items", user),
            Prefetch("steps", steps.objects.select_related("path").order_by("path__title", "position")),
        )
    )
    found: list[Any] = list(rows)
    for row in found:
        row.recording = recording
    return found
