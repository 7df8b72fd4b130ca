"""Incidents that open by themselves when an outage lasts, and end by themselves when it is over.

Only what people count on (not planned, alpha or retired) opens one, announced work never does, and "not known" neither
opens nor ends anything. Outages that begin within minutes of each other are one incident. As soon as a person writes an
update or sets an impact, the incident is that person's, and the rule leaves it alone.
"""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet

from hub.catalog.models import Cluster, Service
from hub.status import reading
from hub.status.incidents import actions
from hub.status.incidents.actions import Place, State
from hub.status.models import Impact, Incident, Status
from hub.status.reading import Cell
from hub.status.shown import UNPROMISED, Shown

LOCK = 0x696E636964656E74  # the advisory lock of whoever looks: two at once would open two incidents
TOGETHER = dt.timedelta(minutes=10)
MEASURED = {Status.OK, Status.DEGRADED, Status.DOWN}


@transaction.atomic
def look(now: dt.datetime) -> None:
    """Open, widen and end incidents by what is measured; does nothing while HUB_INCIDENT_AFTER is 0."""
    if not settings.INCIDENT_AFTER:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    lasting = dt.timedelta(seconds=settings.INCIDENT_AFTER)
    measured = {
        cell: part
        for cell, part in reading.measured(now, reading.works_at(now)).items()
        if part.since and part.since <= now - lasting
    }
    _widen(measured, now)
    _end(measured)


def _widen(measured: dict[Cell, Shown], now: dt.datetime) -> None:
    """Tell of the outages that no incident tells of yet."""
    out = {cell: part for cell, part in measured.items() if part.status == Status.DOWN}
    told: set[Cell] = {(one.service_id, one.cluster_id) for one in _running()}
    out = {cell: part for cell, part in out.items() if cell not in told and (cell[0], None) not in told}
    promised = Service.objects.with_stage(now.date()).in_bulk({cell[0] for cell in out})
    clusters = Cluster.objects.in_bulk({cell[1] for cell in out if cell[1]})
    for cell, part in sorted(out.items(), key=lambda one: (one[1].since, one[0][0])):
        service, cluster = promised[cell[0]], clusters.get(cell[1] or 0)
        if service.stage not in UNPROMISED and part.since:
            _tell((service, cluster), part, part.since)


def _tell(place: Place, part: Shown, since: dt.datetime) -> None:
    service, cluster = place
    if (incident := _joined(service, since)) and _still_ours(incident):
        actions.set_impact(incident, by=None, service=service, cluster=cluster, status=Status.DOWN, at=since)
        return
    where = f" on {cluster}" if cluster else ""
    body = f"Measured since {since:%H:%M} UTC: {part.detail} Nobody has looked at it yet."
    actions.open_on([place], by=None, title=f"Outage of {service}{where}", body=body, started_at=since)


def _joined(service: Service, since: dt.datetime) -> Incident | None:
    """The incident of a rule that this belongs to: it touched the service already, or began about then."""
    ours = Incident.objects.open().filter(source=Incident.Source.RULE, by=None).order_by("-started_at")
    known = ours.filter(impacts__service=service).first()
    return known or ours.filter(started_at__range=(since - TOGETHER, since + TOGETHER)).first()


def _end(measured: dict[Cell, Shown]) -> None:
    """Follow what is measured for as long; an incident that touches nothing any more is resolved."""
    rows = _running().filter(incident__source=Incident.Source.RULE, incident__by=None)
    for impact in rows.select_related("incident", "service", "cluster"):
        part = measured.get((impact.service_id, impact.cluster_id))
        if part is not None and part.status in MEASURED and _still_ours(impact.incident):
            actions.set_impact(
                impact.incident, by=None, service=impact.service, cluster=impact.cluster,
                status=part.status, at=part.since,
            )  # fmt: skip
    for incident in Incident.objects.open().filter(source=Incident.Source.RULE, by=None):
        if _still_ours(incident) and not incident.impacts.filter(ends_at=None).exists():
            body = "Everything it touched is measured as operational again."
            actions.add_update(incident, by=None, state=State.RESOLVED, body=body)


def _still_ours(incident: Incident) -> bool:
    """Whether nobody took it over or resolved it since it was read; nobody does from here on until the look is over."""
    now = actions.locked(incident)
    return now.is_open and now.is_a_rules


def _running() -> QuerySet[Impact]:
    return Impact.objects.filter(ends_at=None, incident__in=Incident.objects.open())
