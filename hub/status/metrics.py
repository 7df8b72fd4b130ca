"""The board as Prometheus metrics (text format 0.0.4). No address, host or name of a cluster gets into a label.

What is not known has no sample: a series that ends is a gap, a zero would be a claim.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils import timezone

from hub.status import reading
from hub.status.memory import Answer, Memory, answer_of
from hub.status.models import Prober, Status
from hub.status.reading import Board
from hub.status.shown import shown_of
from hub.status.summary import cluster_id, prober_id

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
KEEP_S = 1.0
ESCAPED = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n"})
MOST_PROBERS = 20


@dataclass
class Gauge:
    """One metric: what it says, and its samples."""

    name: str
    text: str
    samples: list[tuple[dict[str, str], float]] = field(default_factory=list)

    def say(self, value: float, **labels: str) -> None:
        """Add a sample."""
        self.samples.append((labels, value))

    def say_status(self, status: str, **labels: str) -> None:
        """One sample for each status there is: 1 for the one it has, else 0."""
        for one in Status:
            self.say(int(one == status), **labels, status=str(one))

    @property
    def lines(self) -> Iterable[str]:
        """The metric in the text format."""
        if self.samples:
            yield f"# HELP {self.name} {self.text}"
            yield f"# TYPE {self.name} gauge"
        for labels, value in self.samples:
            yield f"{self.name}{_braced(labels)} {value:.15g}"


def _braced(labels: Mapping[str, str]) -> str:
    inner = ",".join(f'{name}="{value.translate(ESCAPED)}"' for name, value in labels.items())
    return f"{{{inner}}}" if inner else ""


def text_of(gauges: Iterable[Gauge]) -> str:
    """The metrics as one page of text."""
    return "".join(f"{line}\n" for gauge in gauges for line in gauge.lines)


def gauges_of(board: Board, probers: Iterable[Prober]) -> list[Gauge]:
    """Everything that is told."""
    return [*_platform(board), *_services(board), *_targets(board), *_probers(probers)]


def _platform(board: Board) -> list[Gauge]:
    platform = Gauge("hub_platform_status", "Status of the platform: 1 for the one it has.")
    platform.say_status(board.platform.status)
    return [platform]


def _services(board: Board) -> list[Gauge]:
    status = Gauge("hub_service_status", "Status of a service: 1 for the one it has.")
    info = Gauge("hub_service_info", "Stage of a service; always 1.")
    for key, service in board.services.items():
        if not board.by_service[key].silent:
            status.say_status(board.by_service[key].status, service=service.slug)
            info.say(1, service=service.slug, stage=board.stages[key] or "")
    return [status, info]


def _targets(board: Board) -> list[Gauge]:
    status = Gauge(
        "hub_target_status", "Status of what is probed, announced work aside: 1 for the one it has."
    )
    latency = Gauge("hub_target_latency_seconds", "Time to the last answer, while that counts.")
    seen = Gauge("hub_target_observed_timestamp_seconds", "When it was measured last.")
    for shown in board.by_service.values():
        for target in shown.targets:
            told = shown_of(target, board.now)
            labels = {
                "target": target.public_id,
                "service": board.services[target.service_id].slug,
                "cluster": cluster_id(target.cluster_id) or "",
            }
            status.say_status(told.status, **labels)
            if target.latency_ms is not None and told.status != Status.UNKNOWN:
                latency.say(target.latency_ms / 1000, **labels)
            if told.observed_at:
                seen.say(told.observed_at.timestamp(), **labels)
    return [status, latency, seen]


def _probers(probers: Iterable[Prober]) -> list[Gauge]:
    beat = Gauge("hub_prober_beat_timestamp_seconds", "Last sign of life of a prober.")
    targets = Gauge("hub_prober_targets", "How many targets a prober asks; 0 while it waits to take over.")
    for row in probers:
        beat.say(row.beat_at.timestamp(), prober=prober_id(row))
        targets.say(row.targets, prober=prober_id(row))
    return [beat, targets]


def _answer(_before: Answer | None) -> Answer:
    board = reading.board(timezone.now())
    return answer_of(text_of(gauges_of(board, Prober.objects.order_by("-beat_at")[:MOST_PROBERS])).encode())


MEMORY = Memory(_answer, KEEP_S, limit_s=2 * KEEP_S)
