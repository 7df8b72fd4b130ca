"""The queries behind the past: the histories of targets, whatever their number, from a fixed number of questions."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import Q

from hub.status.models import Flip, Gap, Impact, Incident, Maintenance, Status, Target
from hub.status.shown import lasts
from hub.status.timeline import History, Interval


def histories(targets: Iterable[Target], start: dt.datetime, end: dt.datetime) -> dict[int, History]:
    """What is known today of each target between two moments, by the target's key."""
    wanted = {target.pk: target for target in targets}
    changes = _changes(wanted, start, end)
    silences: dict[int, list[Interval]] = defaultdict(list)
    for gap in Gap.objects.filter(target__in=wanted, ends_at__gt=start, starts_at__lt=end):
        silences[gap.target_id].append((gap.starts_at, gap.ends_at))
    works = works_on(wanted.values(), start, end)
    return {
        key: History(
            changes.get(key, ()), silences.get(key, ()), works.get(key, ()),
            target.observed_at + lasts(target) if target.observed_at else None,
        )
        for key, target in wanted.items()
    }  # fmt: skip


def _changes(
    keys: Iterable[int], start: dt.datetime, end: dt.datetime
) -> dict[int, list[tuple[dt.datetime, str]]]:
    """The changes between two moments, and before them the last one, which says how the time begins."""
    wanted = list(keys)
    last = (
        Flip.objects.filter(target__in=wanted, at__lte=start)
        .order_by("target_id", "-at", "-pk")
        .distinct("target_id")
    )
    later = Flip.objects.filter(target__in=wanted, at__gt=start, at__lt=end).order_by("at", "pk")
    found: dict[int, list[tuple[dt.datetime, str]]] = defaultdict(list)
    for flip in (*last.only("target", "at", "after"), *later.only("target", "at", "after")):
        found[flip.target_id].append((flip.at, flip.after))
    return found


def works_on(targets: Iterable[Target], start: dt.datetime, end: dt.datetime) -> dict[int, list[Interval]]:
    """The announced work on each target between two moments."""
    works = Maintenance.objects.filter(ends_at__gt=start, starts_at__lt=end).prefetch_related(
        "services", "clusters"
    )
    found: dict[int, list[Interval]] = defaultdict(list)
    everything = list(targets)
    for work in works:
        services = {service.pk for service in work.services.all()}
        clusters = {cluster.pk for cluster in work.clusters.all()}
        for target in everything:
            if target.service_id in services and (not clusters or target.cluster_id in clusters):
                found[target.pk].append((work.starts_at, work.ends_at))
    return found


def told_at(targets: Iterable[Target], moment: dt.datetime, *, later_too: bool) -> dict[int, str]:
    """The worst that people said of each target at a moment, or with `later_too` said of it since then."""
    rows = Impact.objects.filter(Q(ends_at=None) | Q(ends_at__gt=moment), starts_at__lte=moment)
    rows = rows.exclude(incident__source=Incident.Source.RULE, incident__by=None)
    if not later_too:
        rows = rows.filter(noted_at__lte=moment)
    everything = list(targets)
    worst: dict[int, str] = {}
    for impact in rows.filter(service__in={target.service_id for target in everything}):
        for target in everything:
            here = impact.service_id == target.service_id and impact.cluster_id in {None, target.cluster_id}
            if here and worst.get(target.pk) != Status.DOWN:
                worst[target.pk] = impact.status
    return worst


def shown_at(targets: Sequence[Target], moment: dt.datetime) -> dict[int, str]:
    """What was shown of each target at a moment, before anything was learnt afterwards.

    A change counts from when it was confirmed; a silence when it had begun, whether or not it has ended since.
    """
    said: dict[int, str] = {}
    flips = Flip.objects.filter(target__in=targets, noticed_at__lte=moment)
    for flip in flips.order_by("target_id", "-noticed_at", "-pk").distinct("target_id"):
        said[flip.target_id] = flip.after
    after = moment + dt.timedelta(milliseconds=1)
    known = histories(targets, moment, after)
    return {
        target.pk: History(
            ((moment, said.get(target.pk, "unknown")),), known[target.pk].silences, known[target.pk].works,
            known[target.pk].known_until,
        ).at(moment)
        for target in targets
    }  # fmt: skip
