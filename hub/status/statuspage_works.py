"""Announced work in the words of Statuspage's v2: a scheduled maintenance with an update for each thing that happened.

Pure: takes rows that are read already.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils.crypto import salted_hmac

from hub.status.models import Maintenance
from hub.status.summary import iso, service_id

Component = dict[str, Any]


def serialised(
    works: Iterable[Maintenance],
    announced: dict[int, dt.datetime],
    components: list[Component],
    page: str,
    now: dt.datetime,
) -> list[dict[str, Any]]:
    """The works as they stand at a moment; `announced` says when each was, by its key."""
    known = {part["id"]: part for part in components}
    return [_one(work, announced.get(work.pk, work.starts_at), known, page, now) for work in works]


def status_of(work: Maintenance, now: dt.datetime) -> str:
    """Where the work stands: scheduled, in_progress or completed."""
    if now < work.starts_at:
        return "scheduled"
    return "in_progress" if now < work.ends_at else "completed"


def _one(
    work: Maintenance, told_at: dt.datetime, known: dict[str, Component], page: str, now: dt.datetime
) -> dict[str, Any]:
    key, status = _id("maintenance", str(work.pk)), status_of(work, now)
    parts = [known[one] for one in sorted(map(service_id, _services(work))) if one in known]
    updates = _updates(work, key, told_at, status)
    return {
        "id": key,
        "name": work.title,
        "status": status,
        "created_at": iso(told_at),
        "updated_at": updates[0]["updated_at"],
        "monitoring_at": None,
        "resolved_at": iso(work.ends_at) if status == "completed" else None,
        "impact": "maintenance",
        "shortlink": f"{settings.BASE_URL.rstrip('/')}/status/maintenance/",
        "started_at": iso(work.starts_at),
        "page_id": page,
        "incident_updates": updates,
        "components": parts,
        "scheduled_for": iso(work.starts_at),
        "scheduled_until": iso(work.ends_at),
    }


def _updates(work: Maintenance, key: str, told_at: dt.datetime, status: str) -> list[dict[str, Any]]:
    """What happened so far, the latest first."""
    steps = [("scheduled", told_at, work.body or work.title)]
    if status != "scheduled":
        steps.append(("in_progress", max(told_at, work.starts_at), f"Begun: {work.title}"))
    if status == "completed":
        steps.append(("completed", max(told_at, work.ends_at), f"Done: {work.title}"))
    return [
        {
            "id": _id("update", f"{work.pk}/{step}"),
            "status": step,
            "body": body,
            "incident_id": key,
            "created_at": iso(at),
            "updated_at": iso(at),
            "display_at": iso(at),
            "affected_components": [],  # what it does to them is measured, not promised
            "deliver_notifications": False,
            "custom_tweet": None,
            "tweet_id": None,
        }
        for step, at, body in reversed(steps)
    ]


def _services(work: Maintenance) -> list[int]:
    return [service.pk for service in work.services.all()]


def _id(kind: str, key: str) -> str:
    return salted_hmac(f"hub.status.{kind}", key).hexdigest()[:12]
