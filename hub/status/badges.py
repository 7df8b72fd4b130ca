"""What the small pictures for other sites say: of a target, a service, or the platform; each with its time.

The name in a badge's address tells nothing, so that an address that gets about gives no structure away.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from hub.catalog.models import Service
from hub.status import reading
from hub.status.models import Status, Target
from hub.status.shown import shown_of
from hub.status.summary import service_id

PLATFORM = "platform"
COLOURS = {
    Status.OK: "#14703c",
    Status.DEGRADED: "#8a5300",
    Status.DOWN: "#b3261e",
    Status.MAINTENANCE: "#0d6384",
    Status.UNKNOWN: "#5b6472",
}


@dataclass(frozen=True)
class Badge:
    """A name, and a status in a word with its time."""

    name: str
    status: Status
    word: str

    @property
    def picture(self) -> dict[str, Any]:
        """The measures of the SVG."""
        left, right = 7 * len(self.name) + 14, 7 * len(self.word) + 26
        return {"name": self.name, "word": self.word, "status": self.status, "left": left, "right": right,
                "width": left + right, "middle": left + 11, "colour": COLOURS[self.status]}  # fmt: skip

    @property
    def shields(self) -> dict[str, Any]:
        """The answer for the endpoint badge of shields.io: only a good status may be painted over by its reader."""
        return {"schemaVersion": 1, "label": self.name, "message": self.word, "color": COLOURS[self.status],
                "isError": self.status in {Status.DOWN, Status.UNKNOWN}}  # fmt: skip


def badge_of(public_id: str) -> Badge | None:
    """The badge of that name, or None."""
    now = timezone.now()
    if public_id == PLATFORM:
        platform = reading.platform(now)
        word = "not probed" if not platform.probed else str(Status(platform.status).label).lower()
        return Badge("ML platform", platform.status, f"{word} at {now:%H:%M} UTC")
    if target := Target.objects.enabled().filter(public_id=public_id).first():
        shown, name = shown_of(target, now), target.name
    elif service := _service(public_id):
        shown, name = reading.of_service(service, now), service.name
    else:
        return None
    return Badge(name, shown.status, f"{shown.word.lower()} at {now:%H:%M} UTC")


def _service(public_id: str) -> Service | None:
    """The service of that name: the names are not kept, they follow from the keys."""
    keys = Service.objects.values_list("pk", flat=True).order_by()
    key = next((key for key in keys if service_id(key) == public_id), None)
    return Service.objects.only("name").get(pk=key) if key is not None else None
