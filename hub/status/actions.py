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
from hub.status import rolling
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
) -> Maintenance:
    """Tell everybody of work on services; while it lasts they are shown in maintenance.

    Raises Refused when it touches no service or is over already, ValidationError when it ends too early.
    """
    touched = list(services)
    if not touched:
        raise Refused("Say which services the work touches.", "no_services")
    if ends_at <= timezone.now():
        raise Refused("The work is over already.", "over")
    work = Maintenance(title=title, body=body, starts_at=starts_at, ends_at=ends_at)
    work.full_clean()
    work.save()
    work.services.set(touched)
    work.clusters.set(clusters)
    rolling.set_back(dict.fromkeys(_targets_of(work), work.starts_at))
    for service in touched:
        record(
            "status.maintenance_announced",
            service,
            f"announced maintenance: {title}",
            by=by,
            maintenance=work.pk,
            starts_at=starts_at.isoformat(),
            ends_at=ends_at.isoformat(),
        )
    Snapshot.objects.update(due=True)
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
