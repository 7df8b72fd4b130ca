"""Pages about services: one each, and the catalogue by pipeline step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Prefetch

from hub.catalog.models import Cluster, ClusterStage, Enablement, PipelineStep, Service, ServiceStage
from hub.demos.models import Demo
from hub.goldenpath.models import Step
from hub.goldenpath.pages.page import READER, SHORT, Page, Reading, grouped, parts, place
from hub.recordings.models import Segment
from hub.roadmap.models import RoadmapItem
from hub.sigs.models import Conclusion

NEWS = 5  # releases on the page of a service
USEFUL = ["stable", "beta", "alpha", "planned", None, "deprecated", "retired"]


def pages(reading: Reading) -> Iterator[Page]:
    """Every service as it stands on that day, and the lists of them."""
    services = read(reading.day)
    yield from overview(reading, services)
    for service in services:
        yield detail(reading, service)


def read(day: dt.date) -> list[Any]:
    """All services with what their pages tell, in a fixed number of queries."""
    query = Service.objects.visible_to(READER).with_stage(day).select_related("owner", "group")
    services = query.prefetch_related(
        "stages",
        Prefetch("enablements", Enablement.objects.on(day).order_by("cluster__name", "pk"), "running"),
        Prefetch("running__cluster", Cluster.objects.visible_to(READER).with_stage(day)),
        Prefetch("steps", Step.objects.select_related("path").order_by("path__title", "position")),
        Prefetch(
            "conclusions", Conclusion.objects.visible_to(READER).select_related("group", "superseded_by")
        ),
        Prefetch("demos", Demo.objects.visible_to(READER).select_related("team").order_by("title", "pk")),
        Prefetch("demos__segments", shown_segments(), "shown"),
        Prefetch("segments", shown_segments(), "moments"),
        Prefetch("items", _items()),
    )
    return list(services)


def _items() -> Any:
    rows = RoadmapItem.objects.visible_to(READER).select_related("release")
    return rows.order_by("-quarter", "title", "pk")


def news_of(items: Sequence[Any]) -> list[Any]:
    """Items that are shipped now and have a release, the newest first."""
    shipped = [item for item in items if item.state == RoadmapItem.State.SHIPPED and hasattr(item, "release")]
    return sorted(shipped, key=lambda item: (item.release.released_on, item.pk), reverse=True)


def shown_segments() -> Any:
    """Pieces of recordings that everybody may see."""
    return Segment.objects.visible_to(READER).select_related("recording").order_by("pk")


def stage_label(stage: str | None) -> str:
    """The stage as shown to people."""
    return ServiceStage.Stage(stage).label if stage else ""


def detail(reading: Reading, service: Any) -> Page:
    """The page about one service."""
    items = list(service.items.all())
    for row in service.running:
        row.cluster.stage_label = ClusterStage.Stage(row.cluster.stage).label if row.cluster.stage else ""
    return reading.page(
        place(service),
        "service.md",
        title=service.name,
        description=service.summary or f"{service.name}: stage, status, where it runs and how others use it.",
        service=service,
        services=[service],
        stage=stage_label(service.stage),
        stages=service.stages.all(),
        enablements=service.running,
        steps=service.steps.all(),
        conclusions=[row for row in service.conclusions.all() if not hasattr(row, "superseded_by")],
        replaced=[row for row in service.conclusions.all() if hasattr(row, "superseded_by")],
        demos=service.demos.all(),
        moments=service.moments,
        items=items[:SHORT],
        more_items=len(items[SHORT:]),
        news=news_of(items)[:NEWS],
    )


def overview(reading: Reading, services: Sequence[Any]) -> Iterator[Page]:
    """The catalogue by pipeline step; a step with many services has pages of its own."""
    for service in services:
        service.stage_label = stage_label(service.stage)
    by_step = grouped(sorted(services, key=_rank), lambda service: service.step)
    steps = [(value, label, by_step.get(value, [])) for value, label in PipelineStep.choices]
    yield reading.page(
        "services/index.md",
        "services.md",
        title="Services",
        description="The services of the platform by pipeline step, with stage and live status.",
        steps=[
            (f"services/by-step/{value}.md", label, rows[:SHORT], rows)
            for value, label, rows in steps
            if rows
        ],
        short=SHORT,
    )
    for value, label, rows in steps:
        if len(rows) > SHORT:
            for part in parts(f"services/by-step/{value}", rows):
                yield reading.page(
                    part.path, "services_of_step.md", title=f"Services: {label}", part=part, label=label
                )


def _rank(service: Any) -> tuple[int, str]:
    """What can be used first, then by name."""
    return USEFUL.index(service.stage), service.name.casefold()
