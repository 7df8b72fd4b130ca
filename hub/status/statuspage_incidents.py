"""Incidents in the words of Statuspage's v2, with their updates and the components each touches.

Pure but for `read`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils.crypto import salted_hmac

from hub.status.models import Incident, IncidentUpdate, Status
from hub.status.summary import iso, service_id

MOST = 50
Component = dict[str, Any]


def read() -> list[Incident]:
    """The open ones and the last that are over, the newest first, with their updates and impacts."""
    newest = Incident.objects.prefetch_related("updates", "impacts").order_by("-started_at", "-pk")
    found = {one.pk: one for rows in (newest.open(), newest) for one in rows[:MOST]}
    return sorted(found.values(), key=lambda one: (one.started_at, one.pk), reverse=True)


def serialised(incidents: Iterable[Incident], components: list[Component], page: str) -> list[dict[str, Any]]:
    """The incidents as v2 tells them."""
    known = {part["id"]: part for part in components}
    return [_one(incident, known, page) for incident in incidents]


def _one(incident: Incident, known: dict[str, Component], page: str) -> dict[str, Any]:
    key, updates = _id("incident", incident.pk), list(incident.updates.all())
    touched = dict.fromkeys(service_id(impact.service_id) for impact in incident.impacts.all())
    watched = [one.at for one in updates if one.state == Incident.State.MONITORING]
    return {
        "id": key,
        "name": incident.title,
        "status": "postmortem" if incident.postmortem and not incident.is_open else incident.state,
        "created_at": iso(updates[-1].at if updates else incident.started_at),
        "updated_at": iso(updates[0].at if updates else incident.started_at),
        "monitoring_at": iso(watched[0] if watched else None),
        "resolved_at": iso(incident.resolved_at),
        "impact": _impact(incident),
        "shortlink": f"{settings.BASE_URL.rstrip('/')}{incident.get_absolute_url()}",
        "started_at": iso(incident.started_at),
        "page_id": page,
        "incident_updates": [_update(one, key) for one in updates],
        "components": [known[one] for one in touched if one in known],
    }


def _impact(incident: Incident) -> str:
    """The worst it did to anything."""
    statuses = {impact.status for impact in incident.impacts.all()}
    return "major" if Status.DOWN in statuses else "minor" if statuses else "none"


def _update(update: IncidentUpdate, key: str) -> dict[str, Any]:
    return {
        "id": _id("incident-update", update.pk),
        "status": update.state,
        "body": update.body,
        "incident_id": key,
        "created_at": iso(update.at),
        "updated_at": iso(update.at),
        "display_at": iso(update.at),
        "affected_components": [],  # impacts are spans of their own, not part of an update
        "deliver_notifications": True,
        "custom_tweet": None,
        "tweet_id": None,
    }


def _id(kind: str, key: int) -> str:
    return salted_hmac(f"hub.status.{kind}", str(key)).hexdigest()[:12]
