"""What the status pages show: rows put together from one board and a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from hub.accounts.models import Team
from hub.catalog.models import Service
from hub.status import past, reading, summary
from hub.status.bars import Bars, bars_of, lasting
from hub.status.forms import GridFilter
from hub.status.grid import grid_of
from hub.status.incidents import pages as incidents
from hub.status.latency import Latency, latency_of
from hub.status.models import Flip, Kind, Maintenance, Observation, Prober, Status, Target
from hub.status.reading import Board
from hub.status.shown import Shown, lasts, shown_of, worse_of
from hub.status.ways import DEPTHS, UNSEEN, Way, way_of

RECENT = dt.timedelta(hours=1)
RECENT_LIMIT = 3_000


def board_page(user: Any, asked: Mapping[str, str], now: dt.datetime) -> dict[str, Any]:
    """Everything on the status page, worst first; `asked` says which part of the grid."""
    board, clusters = reading.board(now), reading.clusters()
    form = GridFilter(asked, teams=Team.objects.visible_to(user).order_by("name"), clusters=clusters)
    part = form.part()
    return {
        "board": board,
        "platform": board.platform,
        "incidents": incidents.open_now(user),
        "form": form,
        "part": part,
        "my_teams": user.teams_on(now.date()) if user.is_authenticated else (),
        "grid": grid_of(board, reading.enabled_cells(now.date()), clusters, part),
        "flips": Flip.objects.select_related("target__service", "target__cluster").order_by("-at", "-pk")[
            :15
        ],
        "upcoming": Maintenance.objects.filter(starts_at__gt=now)
        .prefetch_related("services")
        .order_by("starts_at")[:10],
        "probers": probers(now),
        "now": now,
    }


@dataclass(frozen=True)
class ProberView:
    """A prober's sign of life."""

    row: Prober
    alive: bool

    @property
    def name(self) -> str:
        """Its name in summary.json."""
        return summary.prober_id(self.row)

    @property
    def standby(self) -> bool:
        """Waiting to take over."""
        return self.alive and not self.row.targets


def probers(now: dt.datetime) -> list[ProberView]:
    """The probers of the last hour; none means that nothing is measured."""
    recent = Prober.objects.filter(beat_at__gt=now - RECENT).order_by("-beat_at")[:10]
    return [ProberView(row, now - row.beat_at < summary.PROBER_ALIVE) for row in recent]


@dataclass(frozen=True)
class TargetView:
    """One target as people see it: what it says, how it is asked, and how it did in the last hour."""

    target: Target
    shown: Shown
    observations: list[Observation]
    bars: Bars
    latency: Latency

    @cached_property
    def way(self) -> Way:
        """How it is asked, with what its profile fills in."""
        return way_of(self.target)

    @property
    def how(self) -> str:
        """How it is probed, in words that give no address away."""
        target = self.target
        if target.kind == Kind.HEARTBEAT:
            return (
                f"A sign of life is expected every {lasting(1000 * target.interval_s)}, and may be "
                f"{lasting(1000 * target.grace_s)} late; without one it is in outage, and unknown while nobody watches."
            )
        if target.kind == Kind.PROMETHEUS:
            return (
                f"Prometheus is asked every {target.interval_s} s. It is degraded when some series of the query "
                f"are zero, and in outage when all are; without an answer it is unknown. "
                f"{target.confirmations} equal results in a row move the status."
            )
        return (
            f"Asked every {target.interval_s} s. It must {self._must()} within {target.timeout_s} s; "
            f"slower than {target.degraded_ms} ms counts as degraded.{self._certificate()} "
            f"{target.confirmations} equal results in a row move the status; "
            f"without a result for {lasts(target).seconds} s it is unknown."
        )

    def _must(self) -> str:
        if self.target.kind == Kind.TCP:
            return "take a connection"
        if self.target.kind == Kind.DNS:
            return f"lead to {'the expected' if self.target.expected_address else 'an'} address"
        must = [f"answer {' or '.join(str(code) for code in self.way.codes)}"]
        if self.way.contains:
            must.append("contain the expected text")
        if self.way.json:
            must.append("have the expected value in its JSON")
        return " and ".join(must)

    def _certificate(self) -> str:
        days = self.target.certificate_days
        if not days or self.target.kind != Kind.HTTP or not self.way.url.startswith("https:"):
            return ""
        return f" So does a certificate that ends within {days} days."

    @property
    def depth(self) -> str:
        """What a good answer proves; empty when nobody wrote it down."""
        if self.target.kind == Kind.HTTP:
            return self.way.profile.depth.words if self.way.profile else ""
        return DEPTHS[self.target.kind]

    @property
    def unseen(self) -> str:
        """What a good answer does not prove."""
        if self.target.kind == Kind.HTTP:
            return self.way.profile.unseen if self.way.profile else ""
        return UNSEEN[self.target.kind]

    @property
    def address(self) -> str:
        """Where it is asked, for those who may see it."""
        target = self.target
        return {
            Kind.TCP: f"[{target.host}]:{target.port}"
            if ":" in target.host
            else f"{target.host}:{target.port}",
            Kind.DNS: target.host,
            Kind.HEARTBEAT: "",
            Kind.PROMETHEUS: f"{target.url} {target.query}",
        }.get(Kind(target.kind), self.way.url)

    @property
    def spark(self) -> list[dict[str, Any]]:
        """The bars of the last measurements, from left to right; the height is the time to the answer."""
        slowest = max([one.latency_ms or 0 for one in self.observations] + [50])
        bars = []
        for number, one in enumerate(reversed(self.observations)):
            height = 28 if one.latency_ms is None else max(2, round(28 * one.latency_ms / slowest))
            bars.append({"x": number * 4, "y": 30 - height, "height": height, "status": one.status})
        return bars

    @property
    def median_ms(self) -> int | None:
        """The middle of the times to the answer."""
        times = sorted(one.latency_ms for one in self.observations if one.latency_ms is not None)
        return times[len(times) // 2] if times else None


def service_page(service: Service, user: Any, now: dt.datetime) -> dict[str, Any]:
    """Everything about one service's status."""
    board = reading.board(now)
    shown = board.by_service[service.pk]
    flips = Flip.objects.filter(target__service=service).select_related("target").order_by("-at", "-pk")[:20]
    works = Maintenance.objects.filter(services=service, ends_at__gt=now).order_by("starts_at")[:10]
    return {
        "service": service,
        "shown": shown,
        "targets": target_views(shown.targets, now),
        "flips": flips,
        "maintenance": works,
        "incidents": incidents.open_now(user, service) if shown.incident else [],
        "needs": _with_status(board.needs_of(service), board),
        "needing": _with_status(board.needing(service), board),
        "board": board,
        "badge": summary.service_id(service.pk),
        "now": now,
    }


def _with_status(services: Iterable[Service], board: Board) -> list[tuple[Service, Shown]]:
    return [(one, board.by_service[one.pk]) for one in services]


def target_views(targets: tuple[Target, ...], now: dt.datetime) -> list[TargetView]:
    """The targets with their last measurements and days, in a fixed number of queries."""
    found: dict[int, list[Observation]] = {target.pk: [] for target in targets}
    rows = Observation.objects.filter(target__in=found, at__gt=now - RECENT).order_by("-at")[:RECENT_LIMIT]
    for one in rows:
        if len(found[one.target_id]) < 60:
            found[one.target_id].append(one)
    bars, latency = bars_of(targets, now), latency_of(targets, now)
    return [
        TargetView(target, shown_of(target, now), found[target.pk], bars[target.pk], latency[target.pk])
        for target in targets
    ]


@dataclass(frozen=True)
class Then:
    """What was shown of a target at a moment, and what is known of that moment today."""

    target: Target
    shown: Status
    known: Status

    @property
    def differs(self) -> bool:
        """Whether more was learnt since."""
        return self.shown != self.known


def history_page(service: Service, at: dt.datetime | None) -> dict[str, Any]:
    """Every change of a service's status, and what was shown of it at a moment when one is asked for."""
    targets = list(Target.objects.filter(service=service).select_related("service", "cluster"))
    flips = Flip.objects.filter(target__in=targets).select_related("target").order_by("-at", "-pk")
    return {"service": service, "targets": targets, "flips": flips, "at": at,
            "then": _then(targets, at) if at else []}  # fmt: skip


def _then(targets: list[Target], at: dt.datetime) -> list[Then]:
    shown = past.shown_at(targets, at)
    known = past.histories(targets, at, at + dt.timedelta(milliseconds=1))
    told, learnt = (past.told_at(targets, at, later_too=later) for later in (False, True))
    return [
        Then(
            one,
            worse_of(Status(shown[one.pk]), told.get(one.pk)),
            worse_of(Status(known[one.pk].at(at)), learnt.get(one.pk)),
        )
        for one in targets
    ]
