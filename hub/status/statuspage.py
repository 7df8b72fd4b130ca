"""The board in the words of Atlassian Statuspage's public API v2, for programs that read such pages already.

v2 knows no "unknown". What is not known is `degraded_performance` here, never `operational`; the object `hub` of each
part says what is true. Pure but for `read`. docs/reference/status-api.md describes what comes out.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac

from hub.activity.models import Entry
from hub.catalog.models import Service
from hub.status import reading, statuspage_incidents, statuspage_works
from hub.status.memory import Answer, Memory, answer_of
from hub.status.models import Incident, Maintenance, Status
from hub.status.reading import Board, Cell
from hub.status.shown import Shown
from hub.status.summary import cluster_id, iso, service_id

KEEP_S = 5.0
#: Readers of v2 do not look at `stale_at`, so nobody may keep an answer for longer, not even while the hub is away.
CACHE_CONTROL = "public, max-age=5"
MOST_WORKS = 50
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
STATUSES = {
    Status.OK: "operational",
    Status.DEGRADED: "degraded_performance",
    Status.DOWN: "major_outage",
    Status.MAINTENANCE: "under_maintenance",
    Status.UNKNOWN: "degraded_performance",
}
INDICATORS = {
    Status.OK: "none",
    Status.DEGRADED: "minor",
    Status.DOWN: "major",
    Status.MAINTENANCE: "minor",
    Status.UNKNOWN: "minor",
}


@dataclass(frozen=True)
class Facts:
    """What the documents are made of."""

    board: Board
    works: list[Maintenance]
    announced: dict[int, dt.datetime]
    incidents: list[Incident]


def read(now: dt.datetime) -> Facts:
    """The board, and the announced work around it: what is over, what goes on, what comes."""
    board = reading.board(now)
    around = Maintenance.objects.prefetch_related("services", "clusters").order_by("-starts_at")[:MOST_WORKS]
    works = {work.pk: work for work in (*board.maintenance, *around)}
    entries = Entry.objects.filter(kind="status.maintenance_announced", data__maintenance__in=list(works))
    announced = dict(entries.order_by("-created_at").values_list("data__maintenance", "created_at"))
    newest_first = sorted(works.values(), key=lambda work: work.starts_at, reverse=True)
    return Facts(board, newest_first, announced, statuspage_incidents.read())


def documents(facts: Facts) -> dict[str, dict[str, Any]]:
    """Every document of the API by its path, without `.json`."""
    board = facts.board
    parts = components(board)
    page, status = _page(board), _status(board)
    works = statuspage_works.serialised(facts.works, facts.announced, parts, page["id"], board.now)
    coming = [work for work in works if work["status"] == "scheduled"]
    active = [work for work in works if work["status"] == "in_progress"]
    incidents = statuspage_incidents.serialised(facts.incidents, parts, page["id"])
    open_ones = [one for one in incidents if one["status"] not in {"resolved", "postmortem"}]
    everything = {"components": parts, "incidents": open_ones, "scheduled_maintenances": [*active, *coming]}
    told: dict[str, dict[str, Any]] = {
        "summary": {"status": status, **everything},
        "status": {"status": status},
        "components": {"components": parts},
        "incidents": {"incidents": incidents},
        "incidents/unresolved": {"incidents": open_ones},
        "scheduled-maintenances": {"scheduled_maintenances": works},
        "scheduled-maintenances/upcoming": {"scheduled_maintenances": coming},
        "scheduled-maintenances/active": {"scheduled_maintenances": active},
    }
    return {path: {"page": page, **rest} for path, rest in told.items()}


def components(board: Board) -> list[dict[str, Any]]:
    """The services that something is known about; one that is probed in several places is a group of them."""
    cells: dict[int, list[Cell]] = {}
    for cell in sorted(board.grid, key=lambda cell: (cell[1] is not None, cluster_id(cell[1]) or "")):
        cells.setdefault(cell[0], []).append(cell)
    parts: list[dict[str, Any]] = []
    for key, service in sorted(board.services.items(), key=lambda one: (one[1].name.lower(), one[0])):
        if not board.by_service[key].silent:
            parts += _service(board, service, cells.get(key, []))
    for position, part in enumerate(parts, 1):
        part["position"] = position
    return parts


def _service(board: Board, service: Service, cells: list[Cell]) -> list[dict[str, Any]]:
    """A service, and after it its places when it has several."""
    shown, stage = board.by_service[service.pk], board.stages[service.pk]
    status = _together(shown, [board.grid[cell] for cell in cells])
    place = cluster_id(cells[0][1]) if len(cells) == 1 else None
    whole = _component(
        service_id(service.pk), service.name, status, shown, service=service.slug, cluster=place, stage=stage
    )
    whole["description"] = service.summary or None
    if len(cells) < 2:
        return [whole]
    whole |= {"group": True, "components": [place_id(cell) for cell in cells]}
    return [whole, *(_in_place(board, service, cell) | {"group_id": whole["id"]} for cell in cells)]


def _in_place(board: Board, service: Service, cell: Cell) -> dict[str, Any]:
    """Clusters keep their opaque names: other sites may read this through a visitor's browser."""
    shown, place = board.grid[cell], cluster_id(cell[1])
    name = f"{service.name}, cluster {place}" if place else f"{service.name}, anywhere"
    return _component(
        place_id(cell), name, STATUSES[shown.status], shown,
        service=service.slug, cluster=place, stage=board.stages[service.pk],
    )  # fmt: skip


def place_id(cell: Cell) -> str:
    """A name for a service in one place that tells nothing about either."""
    return salted_hmac("hub.status.place", f"{cell[0]}/{cell[1] or ''}").hexdigest()[:12]


def _together(shown: Shown, parts: Iterable[Shown]) -> str:
    """A service that is down in some of its places only has a partial outage."""
    if shown.status == Status.DOWN and any(part.status != Status.DOWN for part in parts):
        return "partial_outage"
    return STATUSES[shown.status]


def _component(key: str, name: str, status: str, shown: Shown, **hub: str | None) -> dict[str, Any]:
    """One component; the hub does not keep when it was made, so that repeats its last change."""
    changed = iso(shown.since or shown.observed_at or EPOCH)
    return {
        "id": key,
        "name": name,
        "status": status,
        "created_at": changed,
        "updated_at": changed,
        "description": None,
        "showcase": False,
        "start_date": None,
        "group_id": None,
        "page_id": page_id(),
        "group": False,
        "only_show_if_degraded": False,
        "hub": {
            "status": str(shown.status),
            "since": iso(shown.since),
            "observed_at": iso(shown.observed_at),
            "stale_at": iso(shown.stale_at),
            **hub,
        },
    }


def page_id() -> str:
    """The name of the page itself."""
    return salted_hmac("hub.status.page", settings.BASE_URL).hexdigest()[:12]


def _page(board: Board) -> dict[str, Any]:
    """The page; its last change is that of the part that changed last."""
    changes = [part.since or part.observed_at for part in board.by_service.values()]
    return {
        "id": page_id(),
        "name": "ML Platform Hub",
        "url": f"{settings.BASE_URL.rstrip('/')}/status/",
        "time_zone": "Etc/UTC",
        "updated_at": iso(max((at for at in changes if at), default=EPOCH)),
    }


def _status(board: Board) -> dict[str, Any]:
    """The line of the whole platform; all of what is promised in outage is critical."""
    line = board.platform
    promised = sum(line.counts.values())
    critical = line.status == Status.DOWN and line.counts[Status.DOWN] == promised
    return {
        "indicator": "critical" if critical else INDICATORS[line.status],
        "description": line.text,
        "hub": {"status": str(line.status), "counts": line.counts, "not_probed": line.not_probed},
    }


def _answers(_before: dict[str, Answer] | None) -> dict[str, Answer]:
    told = documents(read(timezone.now()))
    return {path: answer_of(json.dumps(told[path], separators=(",", ":")).encode()) for path in told}


MEMORY = Memory(_answers, KEEP_S, limit_s=2 * KEEP_S)
