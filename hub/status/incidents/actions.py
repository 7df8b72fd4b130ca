"""Open an incident, tell how it goes, say what it touches, and write down what was learnt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import product

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from hub.accounts.models import User
from hub.activity.actions import record
from hub.catalog.models import Cluster, Service
from hub.core.errors import Refused
from hub.status.models import Impact, Incident, IncidentUpdate, Snapshot, Status

State = Incident.State
Place = tuple[Service, Cluster | None]


@transaction.atomic
def open_incident(
    *,
    by: User,
    title: str,
    body: str,
    services: Iterable[Service],
    clusters: Iterable[Cluster] = (),
    status: str = Status.DOWN,
    started_at: dt.datetime | None = None,
) -> Incident:
    """Tell people of trouble; while it lasts its services are shown as `status` at best.

    `started_at` is now when left out. Raises Refused when it touches no service or begins in times to come.
    """
    where: list[Cluster | None] = [*clusters] or [None]
    places = list(product(services, where))
    if started_at and started_at > timezone.now():
        raise Refused("An incident cannot begin in times to come; announce maintenance instead.", "future")
    return open_on(places, by=by, title=title, body=body, status=status, started_at=started_at)


@transaction.atomic
def open_on(
    places: Sequence[Place],
    *,
    by: User | None,
    title: str,
    body: str,
    status: str = Status.DOWN,
    started_at: dt.datetime | None = None,
) -> Incident:
    """The same for services each on clusters of its own; None is everywhere. Without `by` a rule opens it."""
    if not places:
        raise Refused("Say which services it touches.", "no_services")
    started_at = started_at or timezone.now()
    source = Incident.Source.HAND if by else Incident.Source.RULE
    incident = Incident(title=title, started_at=started_at, source=source, by=by)
    incident.full_clean()
    incident.save()
    _say(incident, State.INVESTIGATING, body, by)
    for service, place in places:
        _touch(incident, service, place, status, started_at)
    for service in dict.fromkeys(service for service, _ in places):
        _record("incident_opened", incident, service, f"opened an incident: {title}", body, by)
    _changed()
    return incident


@transaction.atomic
def add_update(incident: Incident, *, by: User | None, state: str, body: str) -> IncidentUpdate:
    """Tell how it goes. `resolved` ends what it touches; another state opens a resolved incident again.

    Then it touches from now on what it touched at its end. A person who tells it takes the incident over: rules leave
    it alone from then on.
    """
    incident = locked(incident)
    was_open = incident.is_open
    if by and incident.by is None:
        incident.by = by
    incident.state = state
    now, over_at = timezone.now(), incident.resolved_at
    if not was_open and incident.is_open:
        incident.resolved_at = None
    if was_open and not incident.is_open:
        incident.resolved_at = now
    touched = _services(incident)
    incident.full_clean(exclude=["by"])
    incident.save()
    update = _say(incident, state, body, by)
    if not incident.is_open:
        incident.impacts.filter(ends_at=None).update(ends_at=now)
    elif not was_open:
        for impact in incident.impacts.filter(ends_at=over_at).select_related("service", "cluster"):
            _touch(incident, impact.service, impact.cluster, impact.status, now)
    kind, verb = _told_as(incident, was_open=was_open)
    for service in touched:
        _record(kind, incident, service, f"{verb} {incident.title}", body, by)
    _changed()
    return update


@transaction.atomic
def set_impact(
    incident: Incident,
    *,
    by: User | None,
    service: Service,
    cluster: Cluster | None = None,
    status: str,
    at: dt.datetime | None = None,
) -> Impact | None:
    """Say what it does to a service, everywhere or on one cluster; `ok` ends it. What was said before stays as past.

    It counts from `at`, now when left out. Raises Refused on a resolved incident, and when nothing is to end.
    """
    incident = locked(incident)
    if not incident.is_open:
        raise Refused("The incident is resolved. Open it again with an update first.", "resolved")
    running = incident.impacts.filter(service=service, cluster=cluster, ends_at=None)
    before = running.first()
    at = max(at or timezone.now(), before.starts_at if before else incident.started_at)
    if before is not None and before.status == status:
        return before
    if before is None and status == Status.OK:
        raise Refused("It does not touch this service there.", "no_impact")
    running.update(ends_at=at)
    impact = None if status == Status.OK else _touch(incident, service, cluster, status, at)
    if by and incident.by is None:
        incident.by = by
        incident.save(update_fields=["by"])
    where = f" on {cluster}" if cluster else ""
    word = str(Status(status).label).lower()
    _record("incident_updated", incident, service, f"says it is {word}{where}: {incident.title}", "", by)
    _changed()
    return impact


@transaction.atomic
def write_postmortem(incident: Incident, *, by: User, postmortem: str) -> Incident:
    """Write down what happened and what is done about it, once it is over. Raises Refused before."""
    incident = locked(incident)
    if incident.is_open:
        raise Refused("Write it when the incident is resolved.", "open")
    is_new = not incident.postmortem
    incident.postmortem = postmortem
    incident.full_clean(exclude=["by"])
    incident.save(update_fields=["postmortem"])
    if is_new and postmortem:
        for service in _services(incident):
            _record(
                "postmortem_written",
                incident,
                service,
                f"wrote what was learnt from {incident.title}",
                "",
                by,
            )
    return incident


def locked(incident: Incident) -> Incident:
    """The incident as it is now; nobody else moves it before this transaction is over."""
    return Incident.objects.select_for_update().get(pk=incident.pk)


def _services(incident: Incident) -> list[Service]:
    return list(Service.objects.filter(impacts__incident=incident).distinct())


def _say(incident: Incident, state: str, body: str, by: User | None) -> IncidentUpdate:
    update = IncidentUpdate(incident=incident, state=state, body=body, by=by)
    update.full_clean()
    update.save()
    return update


def _touch(
    incident: Incident, service: Service, cluster: Cluster | None, status: str, at: dt.datetime
) -> Impact:
    impact = Impact(incident=incident, service=service, cluster=cluster, status=status, starts_at=at)
    impact.full_clean()
    impact.save()
    return impact


def _told_as(incident: Incident, *, was_open: bool) -> tuple[str, str]:
    if not incident.is_open:
        return (
            ("incident_resolved", "resolved the incident") if was_open else ("incident_updated", "added to")
        )
    if not was_open:
        return "incident_opened", "opened again the incident"
    return "incident_updated", f"says {incident.get_state_display().lower()}:"


def _record(
    kind: str, incident: Incident, service: Service, summary: str, body: str, by: User | None
) -> None:
    """One entry on each service, so that whoever follows the service hears of it."""
    address = f"{settings.BASE_URL}{incident.get_absolute_url()}"
    lines = [line for line in (body, address) if line]
    record(f"status.{kind}", service, summary, by=by, lines=lines, incident=incident.pk, state=incident.state)


def _changed() -> None:
    Snapshot.objects.update(due=True)
