"""How long services were down in the last 90 days, by the changes that were confirmed."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from hub.status.models import Flip, Status, Target


@dataclass(frozen=True)
class Downtime:
    """Of one service: how often it went down, and how long all in all (of several targets, each by itself)."""

    DAYS: ClassVar[int] = 90

    outages: int
    seconds: float


def downtimes(services: Iterable[int], now: dt.datetime) -> dict[int, Downtime]:
    """By service, those only of which at least one target was ever measured; two queries."""
    since = now - dt.timedelta(days=Downtime.DAYS)
    rows = Target.objects.filter(service__in=set(services)).exclude(observed_at=None)
    targets = dict(rows.values_list("pk", "service"))
    flips: dict[int, list[tuple[dt.datetime, str]]] = defaultdict(list)
    for target, at, after in (
        Flip.objects.filter(target__in=targets, at__lte=now)
        .order_by("at", "pk")
        .values_list("target", "at", "after")
    ):
        flips[target].append((at, after))
    found: dict[int, list[Downtime]] = defaultdict(list)
    for target, service in targets.items():
        found[service].append(_of(flips[target], since, now))
    return {
        service: Downtime(sum(row.outages for row in parts), sum(row.seconds for row in parts))
        for service, parts in found.items()
    }


def _of(flips: list[tuple[dt.datetime, str]], since: dt.datetime, now: dt.datetime) -> Downtime:
    """Each outage lasts until the next change; what lies before `since` does not count."""
    ends = [at for at, _ in flips[1:]] + [now]
    outages, seconds = 0, 0.0
    for (at, after), end in zip(flips, ends, strict=True):
        if after == Status.DOWN and end > since:
            outages += 1
            seconds += (end - max(at, since)).total_seconds()
    return Downtime(outages, seconds)
