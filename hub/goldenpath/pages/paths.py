"""Golden paths: one page each with every step, and the choice by persona."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Prefetch

from hub.catalog.models import Enablement, Service
from hub.demos.models import Demo
from hub.goldenpath.models import Path, Step
from hub.goldenpath.pages.page import READER, Page, Reading, grouped, place
from hub.goldenpath.pages.services import stage_label
from hub.recordings.models import Segment
from hub.status import summary


def pages(reading: Reading) -> Iterator[Page]:
    """Every golden path, and the list of them."""
    paths = read(reading.day)
    yield overview(reading, paths)
    for path in paths:
        yield detail(reading, path)


def read(day: dt.date) -> list[Any]:
    """All golden paths with their steps, in a fixed number of queries."""
    steps = (
        Step.objects.order_by("position")
        .select_related("segment__recording")
        .prefetch_related(Prefetch("segment__demo", Demo.objects.visible_to(READER)))
    )
    query = Path.objects.visible_to(READER).select_related("group").prefetch_related(
        Prefetch("steps", steps),
        Prefetch("steps__services", Service.objects.visible_to(READER).with_stage(day)),
    )  # fmt: skip
    paths: list[Any] = list(query)
    clusters = _clusters(day) if paths else {}
    for path in paths:
        path.rows = [_row(step) for step in path.steps.all()]
        path.services = list(
            {service.pk: service for row in path.rows for service in row["services"]}.values()
        )
        path.needs = _needs(path.rows)
        path.clusters = {
            key: name for service in path.services for key, name in clusters.get(service.pk, {}).items()
        }
        path.minutes = sum(row["step"].minutes or 0 for row in path.rows)
    return paths


def _needs(rows: Sequence[dict[str, Any]]) -> dict[str, list[int]]:
    """The numbers of the steps that need each service, by its slug."""
    needs: dict[str, list[int]] = {}
    for row in rows:
        for service in row["services"]:
            needs.setdefault(service.slug, []).append(row["step"].position)
    return needs


def _clusters(day: dt.date) -> dict[int, dict[str, str]]:
    """By service the names of the clusters it runs on that day, by the ids that summary.json knows them by."""
    rows = Enablement.objects.on(day).order_by("cluster__name", "cluster_id")
    found: dict[int, dict[str, str]] = {}
    for service, key, name in rows.values_list("service_id", "cluster_id", "cluster__name"):
        found.setdefault(service, {})[summary.cluster_id(key) or ""] = name
    return found


def _row(step: Step) -> dict[str, Any]:
    services = list(step.services.all())
    for service in services:
        service.stage_label = stage_label(service.stage)
    shown = step.segment if step.segment and step.segment.recording.is_open else None
    return {
        "step": step,
        "services": services,
        "segment": shown,
        "watch": _invitation(shown) if shown else "",
    }


def _invitation(segment: Segment) -> str:
    """What the link to a piece of a recording says: how long it takes."""
    minutes = round((segment.ends_s - segment.starts_s) / 60)
    return f"Watch the {minutes} minutes of this step" if minutes > 1 else "Watch the minute of this step"


def detail(reading: Reading, path: Any) -> Page:
    """The page of one golden path."""
    return reading.page(
        place(path),
        "path.md",
        title=path.title,
        description=f"For the {path.persona}: {path.outcome}",
        path=path,
        rows=path.rows,
        services=path.services,
        clusters=path.clusters,
    )


def overview(reading: Reading, paths: Sequence[Any]) -> Page:
    """The golden paths by persona."""
    return reading.page(
        "paths/index.md",
        "paths.md",
        title="Golden paths",
        description="The recommended and supported ways to get something done on the platform.",
        personas=personas(paths),
    )


def by_persona(reading: Reading) -> str:
    """The golden paths by persona, for the front page."""
    paths = read(reading.day)
    return reading.text("index.md", "personas.md", {"personas": personas(paths)})


def personas(paths: Sequence[Any]) -> list[tuple[str, list[Any]]]:
    """The paths by whom they are for."""
    return list(grouped(sorted(paths, key=lambda path: path.persona), lambda path: path.persona).items())
