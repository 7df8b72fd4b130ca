"""Announce work, end it, and point a target elsewhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from hub.accounts.models import User
from hub.activity.actions import record
from hub.catalog.models import Cluster, Service
from hub.core.errors import Refused
from hub.status import coming_back, rolling
from hub.status.models import Maintenance, Snapshot, Target


@transaction.atomic
def announce_maintenance(
    *,
    by: User,
    title: str,
    body: str,
    services: Iterable[Service],
    clusters: Iterable[Cluster] = (),
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    repeat: str = "",
    until: dt.date | None = None,
) -> Maintenance:
    """Tell everybody of work on services; while it lasts they are shown in maintenance. Gives the first.

    With `repeat` it comes back at the same time (UTC) up to and with the day `until`, each time a row of its own that
    can be called off alone. Raises Refused when it touches no service or is over already, ValidationError when it ends
    too early or comes back too often.
    """
    touched, places = list(services), list(clusters)
    if not touched:
        raise Refused("Say which services the work touches.", "no_services")
    if ends_at <= timezone.now():
        raise Refused("The work is over already.", "over")
    works = [
        _announced(title, body, touched, places, at, at + (ends_at - starts_at))
        for at in coming_back.times(starts_at, repeat, until)
    ]
    often = f", {len(works)} times" if len(works) > 1 else ""
    for service in touched:
        record(
            "status.maintenance_announced",
            service,
            f"announced maintenance{often}: {title}",
            by=by,
            maintenance=works[0].pk,
            starts_at=starts_at.isoformat(),
            ends_at=ends_at.isoformat(),
        )
    Snapshot.objects.update(due=True)
    return works[0]


def _announced(
    title: str,
    body: str,
    services: list[Service],
    clusters: list[Cluster],
    starts_at: dt.datetime,
    ends_at: dt.datetime,
) -> Maintenance:
    work = Maintenance(title=title, body=body, starts_at=starts_at, ends_at=ends_at)
    work.full_clean()
    work.save()
    work.services.set(services)
    work.clusters.set(clusters)
    rolling.set_back(dict.fromkeys(_targets_of(work), work.starts_at))
    return work


@transaction.atomic
def end_maintenance(work: Maintenance, *, by: User) -> Maintenance:
    """End work that is done early, or call off what has not begun."""
    work = Maintenance.objects.select_for_update().get(pk=work.pk)
    now = timezone.now()
    if work.ends_at <= now:
        raise Refused("This work is over already.", "over")
    touched = list(work.services.all())
    if work.starts_at >= now:
        work.delete()
    else:
        rolling.set_back(dict.fromkeys(_targets_of(work), now))
        work.ends_at = now
        work.save(update_fields=["ends_at"])
    for service in touched:
        record("status.maintenance_ended", service, f"ended maintenance: {work.title}", by=by)
    Snapshot.objects.update(due=True)
    return work


def _targets_of(work: Maintenance) -> list[int]:
    """The targets it covers, locked."""
    found = (
        Target.objects.filter(service__maintenances=work)
        .order_by("pk")
        .select_for_update(no_key=True, of=("self",))
    )
    if clusters := list(work.clusters.all()):
        found = found.filter(cluster__in=clusters)
    return list(found.values_list("pk", flat=True))


def watch_local(server: str, url: str) -> int:
    """Have the targets of a local server (`SERVER-local`, `SERVER-...-local`) probed there; says how many."""
    targets = Target.objects.filter(slug__startswith=f"{server}-", slug__endswith="-local")
    return targets.update(url=url, enabled=True)
