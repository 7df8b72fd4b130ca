"""Pages about clusters: one each, and all of them by purpose."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Prefetch

from hub.catalog.models import Cluster, ClusterStage, Enablement, Service
from hub.goldenpath.pages.page import READER, Page, Reading, grouped, parts, place
from hub.goldenpath.pages.services import stage_label as service_stage_label


def pages(reading: Reading) -> Iterator[Page]:
    """Every cluster as it stands on that day, and the list of them."""
    clusters = read(reading.day)
    yield from overview(reading, clusters)
    for cluster in clusters:
        yield detail(reading, cluster)


def read(day: dt.date) -> list[Any]:
    """All clusters with what their pages tell, in a fixed number of queries."""
    query = Cluster.objects.visible_to(READER).with_stage(day).prefetch_related(
        "stages",
        Prefetch("enablements", Enablement.objects.on(day).order_by("service__name", "pk"), "running"),
        Prefetch("running__service", Service.objects.visible_to(READER).with_stage(day)),
    )  # fmt: skip
    clusters = list(query)
    for cluster in clusters:
        cluster.stage_label = stage_label(cluster.stage)
    return clusters


def stage_label(stage: str | None) -> str:
    """The stage as shown to people."""
    return ClusterStage.Stage(stage).label if stage else ""


def detail(reading: Reading, cluster: Any) -> Page:
    """The page about one cluster."""
    rows = [(row, row.service, service_stage_label(row.service.stage)) for row in cluster.running]
    return reading.page(
        place(cluster),
        "cluster.md",
        title=cluster.name,
        description=f"{cluster.get_purpose_display()} cluster: what runs on it and where it stands.",
        cluster=cluster,
        rows=rows,
        services=[row.service for row in cluster.running],
        stages=cluster.stages.all(),
    )


def overview(reading: Reading, clusters: Sequence[Any]) -> Iterator[Page]:
    """All clusters by purpose."""
    by_purpose = grouped(clusters, lambda cluster: cluster.purpose)
    ordered = [cluster for value in Cluster.Purpose.values for cluster in by_purpose.get(value, [])]
    for part in parts("clusters/index", ordered):
        yield reading.page(
            part.path,
            "clusters.md",
            title="Clusters",
            description="The clusters of the platform by purpose.",
            part=part,
            purposes=grouped(part.rows, lambda cluster: cluster.get_purpose_display()).items(),
        )
