"""Pages about conclusions: one each with the chain it stands in, and all of them, those in force first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Prefetch

from hub.catalog.models import Service
from hub.goldenpath.pages.page import READER, Page, Reading, grouped, parts, place
from hub.goldenpath.pages.services import stage_label
from hub.roadmap.models import RoadmapItem
from hub.sigs.models import Conclusion
from hub.voting.models import Decision, ReturnCondition

FORCE, REPLACED = "In force", "Replaced by later ones"


def pages(reading: Reading) -> Iterator[Page]:
    """Every conclusion as it stands on that day, and the list of them."""
    conclusions = read(reading.day)
    yield from overview(reading, conclusions)
    for conclusion in conclusions:
        yield detail(reading, conclusion)


def read(day: dt.date) -> list[Any]:
    """All conclusions with what their pages tell, in a fixed number of queries; each knows its chain."""
    services = Service.objects.visible_to(READER).with_stage(day).order_by("name", "pk")
    votes = Decision.objects.visible_to(READER).only("slug", "question", "closed_at", "conclusion")
    query = Conclusion.objects.visible_to(READER).with_due(day).select_related("group").prefetch_related(
        "cases",
        Prefetch("services", services),
        Prefetch("returns", ReturnCondition.objects.order_by("pk")),
        Prefetch("returns__service", services),
        Prefetch("decision", votes),
        Prefetch("items", RoadmapItem.objects.visible_to(READER).order_by("title", "pk")),
    )  # fmt: skip
    rows: list[Any] = list(query)
    chained(rows)
    return rows


def chained(rows: Sequence[Any]) -> None:
    """Note on each what came before and after it."""
    by_key = {row.pk: row for row in rows}
    after = {row.supersedes_id: row for row in rows if row.supersedes_id}
    for row in rows:
        row.later = after.get(row.pk)
    for row in rows:
        row.earlier, before = [], by_key.get(row.supersedes_id)
        while before is not None:
            row.earlier.append((before.title, place(before), before.concluded_on))
            before = by_key.get(before.supersedes_id)


def detail(reading: Reading, conclusion: Any) -> Page:
    """The page about one conclusion."""
    later = conclusion.later
    returns = [(row, row.service, stage_label(row.service.stage)) for row in conclusion.returns.all()]
    return reading.page(
        place(conclusion),
        "conclusion.md",
        title=conclusion.title,
        description=f"What {conclusion.group.name} concluded, why, and when it is looked at again.",
        conclusion=conclusion,
        later=(later.title, place(later), later.concluded_on) if later else None,
        vote=getattr(conclusion, "decision", None),
        returns=returns,
        services=conclusion.services.all(),
        items=conclusion.items.all(),
    )


def overview(reading: Reading, conclusions: Sequence[Any]) -> Iterator[Page]:
    """All conclusions, the latest first; those whose place a later one took come last."""
    ordered = sorted(conclusions, key=lambda row: row.later is not None)
    for part in parts("conclusions/index", ordered):
        yield reading.page(
            part.path,
            "conclusions.md",
            title="Conclusions",
            description="What the groups concluded, for whom it holds, and when they look at it again.",
            part=part,
            kinds=grouped(part.rows, lambda row: REPLACED if row.later else FORCE).items(),
        )
