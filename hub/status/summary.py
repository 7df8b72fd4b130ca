"""The public answer of summary.json: made once for everybody, numbered, and kept in one row of the database.

A web process asks the database at most twice a second, whatever the number of readers; in between it answers
from memory. All processes on all machines give the same bytes for the same version.
"""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from hub.status import reading
from hub.status.memory import Answer, Memory
from hub.status.models import Incident, Maintenance, Prober, Snapshot
from hub.status.reading import Board
from hub.status.shown import Shown

REMAKE_AFTER = dt.timedelta(seconds=5)
REMEMBER_S = 0.5
# Old answers do no harm: every entry says when it stops counting, and the pages turn it grey.
CACHE_CONTROL = "public, max-age=5, stale-while-revalidate=30, stale-if-error=86400"
PROBER_ALIVE = dt.timedelta(seconds=10)


def newest() -> Snapshot:
    """The snapshot of the database, made anew when it is due."""
    row = Snapshot.objects.filter(pk=1).first()
    return row if row and not _is_due(row) else _remake()


def _answer(before: Answer | None) -> Answer:
    row = newest()
    etag = f'"s{row.version}"'  # different for every version, the same in every process
    return before if before and before.etag == etag else Answer(etag, row.body.encode())


MEMORY = Memory(_answer, REMEMBER_S, limit_s=REMAKE_AFTER.total_seconds())


def _is_due(row: Snapshot) -> bool:
    return row.due or row.made_at is None or not dt.timedelta() <= timezone.now() - row.made_at < REMAKE_AFTER


@transaction.atomic
def _remake() -> Snapshot:
    """Make the next version, unless another process has just done so."""
    Snapshot.objects.bulk_create([Snapshot(pk=1)], ignore_conflicts=True)
    row = Snapshot.objects.select_for_update().get(pk=1)
    if _is_due(row):
        row.version, row.made_at, row.due = row.version + 1, timezone.now(), False
        row.body = json.dumps(content(reading.board(row.made_at), row.version), separators=(",", ":"))
        row.save()
    return row


def content(board: Board, version: int) -> dict[str, Any]:
    """What docs/reference/live-status.md describes."""
    return {
        "version": version,
        "generated_at": iso(board.now),
        "next_expected_at": iso(board.now + REMAKE_AFTER),
        "platform": {
            "status": str(board.platform.status),
            "text": board.platform.text,
            "counts": board.platform.counts,
            "not_probed": board.platform.not_probed,
            "aside": board.platform.aside,
        },
        "services": {
            service.slug: {
                **_part(board.by_service[key]),
                "name": service.name,
                "stage": board.stages[key],
                "url": f"/status/{service.slug}/",
            }
            for key, service in board.services.items()
            if not board.by_service[key].silent
        },
        "not_probed": [s.slug for key, s in board.services.items() if board.by_service[key].silent],
        "grid": [
            {**_part(part), "service": board.services[cell[0]].slug, "cluster": cluster_id(cell[1])}
            for cell, part in board.grid.items()
        ],
        "maintenance": [_work(work) for work in board.maintenance],
        "probers": [_prober(row, board.now) for row in Prober.objects.order_by("-beat_at")[:20]],
    }


def cluster_id(key: int | None) -> str | None:
    """A name for a cluster that tells nothing about it; None for "wherever the service runs"."""
    return None if key is None else salted_hmac("hub.status.cluster", str(key)).hexdigest()[:12]


def service_id(key: int) -> str:
    """A name for a service that tells nothing about it, for addresses that other sites see."""
    return salted_hmac("hub.status.service", str(key)).hexdigest()[:12]


def prober_id(row: Prober) -> str:
    """A name for a prober that gives its host away to nobody."""
    return salted_hmac("hub.status.prober", row.name).hexdigest()[:12]


def _part(part: Shown) -> dict[str, Any]:
    return {
        "status": str(part.status),
        "word": part.word,
        "probed": part.probed,
        "since": iso(part.since),
        "observed_at": iso(part.observed_at),
        "stale_at": iso(part.stale_at),
        "detail": part.detail[:200],
        **({"incident": _incident(part.incident)} if part.incident else {}),
    }


def _incident(incident: Incident) -> dict[str, Any]:
    return {
        "title": incident.title,
        "url": incident.get_absolute_url(),
        "state": incident.state,
        "since": iso(incident.started_at),
    }


def _work(work: Maintenance) -> dict[str, Any]:
    return {
        "title": work.title,
        "services": [service.slug for service in work.services.all()],
        "starts_at": iso(work.starts_at),
        "ends_at": iso(work.ends_at),
    }


def _prober(row: Prober, now: dt.datetime) -> dict[str, Any]:
    return {
        "name": prober_id(row),
        "beat_at": iso(row.beat_at),
        "alive": now - row.beat_at < PROBER_ALIVE,
        "targets": row.targets,
    }


def iso(moment: dt.datetime | None) -> str | None:
    """A moment of UTC in ISO 8601, to the millisecond."""
    return (
        moment.astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        if moment
        else None
    )
