"""What is shown now, worked out when it is read: stale facts are unknown, announced work covers measurements.

Pure: takes rows and a time, asks no database. reading.py brings the rows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from hub.status.models import Impact, Incident, Kind, Status, Target

# Worst first. "We do not know" is worse than "announced work" and better than a measured fault.
WORST_FIRST = (Status.DOWN, Status.DEGRADED, Status.UNKNOWN, Status.MAINTENANCE, Status.OK)


@dataclass(frozen=True)
class Shown:
    """What people are told, with how fresh it is.

    `observed_at` is the oldest of the measurements it rests on, `stale_at` the moment it stops counting,
    `broken_needs` are the names of the services it cannot work without and that are in outage,
    `incident` is the open one people are told of.
    """

    status: Status
    since: dt.datetime | None = None
    observed_at: dt.datetime | None = None
    stale_at: dt.datetime | None = None
    detail: str = ""
    targets: tuple[Target, ...] = field(default=(), compare=False)
    broken_needs: tuple[str, ...] = ()
    incident: Incident | None = field(default=None, compare=False)

    @property
    def probed(self) -> bool:
        """Whether anything measures it; what is not probed is not an alarm."""
        return bool(self.targets)

    @property
    def silent(self) -> bool:
        """Whether there is nothing to say: nobody probes it and nothing is announced."""
        return not self.probed and self.status == Status.UNKNOWN

    @property
    def word(self) -> str:
        """The status as people read it."""
        return "Not probed" if self.silent else str(self.status.label)

    @property
    def rank(self) -> int:
        """For sorting worst first; what nobody probes comes last."""
        return len(WORST_FIRST) if self.silent else WORST_FIRST.index(self.status)


NOT_PROBED = Shown(Status.UNKNOWN, detail="Nothing measures this.")


# Clocks of machines differ a little. What was measured later than that from now, no clock can vouch for.
AHEAD = dt.timedelta(seconds=10)
NOTICED = dt.timedelta(seconds=10)


def lasts(target: Target) -> dt.timedelta:
    """How long a measurement of the target counts: two intervals and the deadline of one probe.

    A sign of life counts until the next one is late, and a moment longer, in which the prober says so.
    """
    if target.kind == Kind.HEARTBEAT:
        return dt.timedelta(seconds=target.interval_s + target.grace_s) + NOTICED
    return dt.timedelta(seconds=2 * target.interval_s + target.timeout_s)


def shown_of(target: Target, now: dt.datetime) -> Shown:
    """What one target says now; a target that was not measured in time says nothing."""
    seen = target.observed_at
    if seen is None:
        return Shown(Status.UNKNOWN, detail=target.detail or "Not measured yet.", targets=(target,))
    if seen > now + AHEAD:
        return Shown(Status.UNKNOWN, detail="Measured in the future: clocks differ.", targets=(target,))
    if (stale_at := seen + lasts(target)) <= now:
        return Shown(Status.UNKNOWN, stale_at, seen, detail="Not measured since.", targets=(target,))
    return Shown(Status(target.status), target.status_since, seen, stale_at, target.detail, (target,))


def worst(parts: Sequence[Shown]) -> Shown:
    """The worst of several: what a service shows that has several targets."""
    if not parts:
        return NOT_PROBED
    if len(parts) == 1 and parts[0].status != Status.UNKNOWN:
        return parts[0]  # most fields of a grid rest on one target
    bad = min(parts, key=lambda part: (part.rank, part.since or dt.datetime.max.replace(tzinfo=dt.UTC)))
    same = [part for part in parts if part.status == bad.status]
    seen = [part.observed_at for part in parts if part.observed_at]
    return replace(
        bad,
        observed_at=min(seen, default=None),
        stale_at=_stale_at(bad.status, parts, same),
        targets=tuple(target for part in parts for target in part.targets),
        incident=bad.incident or next((part.incident for part in parts if part.incident), None),
    )


def _stale_at(status: Status, parts: Iterable[Shown], same: Iterable[Shown]) -> dt.datetime | None:
    """All good is doubtful when the first part is; a fault stands until its last witness is gone."""
    if status in {Status.DOWN, Status.DEGRADED}:
        return max((part.stale_at for part in same if part.stale_at), default=None)
    if status == Status.UNKNOWN:
        return None
    return min((part.stale_at for part in parts if part.stale_at), default=None)


def in_maintenance(shown: Shown, since: dt.datetime, until: dt.datetime, title: str) -> Shown:
    """Announced work covers what is measured, and the measurement stays readable beside it."""
    measured = f" Measured: {shown.word.lower()}." if shown.probed else ""
    return replace(
        shown,
        status=Status.MAINTENANCE,
        since=since,
        stale_at=until,
        detail=f"{title}.{measured}",
    )


def in_incident(shown: Shown, impact: Impact) -> Shown:
    """What people said of it counts where it is worse than what is measured, which stays readable beside it."""
    told = Status(impact.status)
    if (
        worse_of(shown.status, told) == shown.status or impact.incident.is_a_rules
    ):  # a rule knows no more than the probes
        return replace(shown, incident=shown.incident or impact.incident)
    measured = f" Measured: {shown.word.lower()}." if shown.probed else ""
    return replace(
        shown,
        status=told,
        since=impact.starts_at,
        stale_at=None,
        detail=f"Incident: {impact.incident.title}.{measured}",
        incident=impact.incident,
    )


def worse_of(measured: Status, told: str | None) -> Status:
    """What an incident makes of a measured status: an outage stays one, everything else is what was told."""
    return measured if told is None or measured == Status.DOWN else Status(told)


@dataclass(frozen=True)
class Platform:
    """The platform in one line: the worst of what is probed and promised, and how much is not.

    What is tried out (planned, alpha) or over is measured and told as the rest, and does not turn the platform red.
    `dragged` are the services in trouble that need one in outage: the line names the cause first.
    """

    status: Status
    counts: dict[str, int]
    troubled: tuple[str, ...]
    not_probed: int
    aside: tuple[str, ...] = ()
    tried: int = 0
    dragged: tuple[str, ...] = ()

    @property
    def probed(self) -> int:
        """How many services are probed."""
        return self.tried + sum(self.counts.values())

    @property
    def text(self) -> str:
        """The line itself."""
        if not self.probed:
            return "No service is probed yet"
        if not sum(self.counts.values()):
            told = "No service from beta on is probed yet"
        elif self.status == Status.OK:
            told = "All probed services are operational"
            if self.aside:
                told = "All probed services from beta on are operational"
        else:
            told = f"{WORDS[self.status]}: {_named(self.troubled)}"
            if self.dragged:
                told = f"{told}, and with it {_named(self.dragged)}"
        return f"{told}. Being tried out, and in trouble: {_named(self.aside)}" if self.aside else told


def _by_cause(
    promised: Sequence[tuple[str, Shown]], status: Status
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The services of the worst status, and apart those in trouble that need one of them in outage.

    Services that need each other have no first cause: then all are named alike.
    """
    out = {name for name, shown in promised if shown.status == Status.DOWN}
    dragged = [name for name, shown in promised if out.intersection(shown.broken_needs)]
    worst_ones = [name for name, shown in promised if shown.status == status]
    causes = tuple(name for name in worst_ones if name not in dragged)
    return (causes, tuple(dragged)) if causes else (tuple(worst_ones), ())


def _named(names: Sequence[str]) -> str:
    """The first three, and how many more."""
    more = len(names) - 3
    return ", ".join(names[:3]) + (f" and {more} more" if more > 0 else "")


WORDS = {
    Status.DOWN: "Outage",
    Status.DEGRADED: "Degraded",
    Status.UNKNOWN: "Status unknown",
    Status.MAINTENANCE: "In maintenance",
}
UNPROMISED = frozenset({"planned", "alpha", "retired"})


def platform_of(services: Iterable[tuple[str, str | None, Shown]]) -> Platform:
    """The platform's line from the name, stage and status of each service; what is not probed is only counted."""
    everything = list(services)
    probed = [one for one in everything if one[2].probed or one[2].incident]
    promised = [(name, shown) for name, stage, shown in probed if stage not in UNPROMISED]
    counts = {str(status): sum(s.status == status for _, s in promised) for status in WORST_FIRST}
    status = next((status for status in WORST_FIRST if counts[status]), Status.UNKNOWN)
    bad = {Status.DOWN, Status.DEGRADED}
    troubled, dragged = _by_cause(promised, status)
    aside = tuple(name for name, stage, shown in probed if stage in UNPROMISED and shown.status in bad)
    return Platform(
        status, counts, troubled, len(everything) - len(probed), aside, len(probed) - len(promised), dragged
    )
