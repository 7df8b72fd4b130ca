"""What the pages of incidents show, from a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch

from hub.catalog.models import Service
from hub.status.bars import lasting
from hub.status.models import Impact, Incident, IncidentUpdate

SHOWN = 20  # open incidents on a page


def told(user: Any) -> Any:
    """Incidents with what they touch, the newest first."""
    impacts = Impact.objects.select_related("service", "cluster")
    return Incident.objects.visible_to(user).prefetch_related(Prefetch("impacts", impacts))


def open_now(user: Any, service: Service | None = None) -> list[Incident]:
    """The open ones, or those that touch a service now, with the newest update of each as `last`."""
    rows = Incident.objects.visible_to(user).open()
    if service:
        rows = rows.filter(impacts__service=service, impacts__ends_at=None).distinct()
    found = list(rows[:SHOWN])
    newest = IncidentUpdate.objects.filter(incident__in=found).order_by("incident_id", "-at", "-pk")
    last = {update.incident_id: update for update in newest.distinct("incident_id")}
    for incident in found:
        incident.last = last.get(incident.pk)  # type: ignore[attr-defined]
    return found


@dataclass(frozen=True)
class Line:
    """One thing that happened in an incident: a message, or that it began or ceased to touch a service."""

    at: dt.datetime
    update: IncidentUpdate | None = None
    impact: Impact | None = None
    ended: bool = False


def lines_of(incident: Incident) -> list[Line]:
    """Everything that happened, the newest first."""
    lines = [Line(one.at, update=one) for one in incident.updates.select_related("by")]
    for impact in incident.impacts.all():
        lines.append(Line(impact.starts_at, impact=impact))
        if impact.ends_at:
            lines.append(Line(impact.ends_at, impact=impact, ended=True))
    return sorted(lines, key=lambda line: (line.at, line.update is not None), reverse=True)


def incident_page(incident: Incident, user: Any, now: dt.datetime) -> dict[str, Any]:
    """Everything about one incident."""
    end = incident.resolved_at or now
    return {
        "incident": incident,
        "lines": lines_of(incident),
        "running": [one for one in incident.impacts.all() if one.ends_at is None],
        "services": list({one.service_id: one.service for one in incident.impacts.all()}.values()),
        "lasting": lasting(round((end - incident.started_at).total_seconds() * 1000)),
        "items": incident.items.visible_to(user)[:SHOWN],
    }
