"""What belongs to an item: services, stages, and what it follows from. One query for all of it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Cast, Concat

from hub.core.links import is_web_link
from hub.recordings.models import clock
from hub.roadmap.models import RoadmapItem

ADDRESSES = {
    "services": "/services/{}/",
    "conclusions": "/community/conclusions/{}/",
    "decisions": "/community/decisions/{}/",
    "demos": "/community/demos/{}/",
    "segments": "/community/recordings/{}",
}


@dataclass(frozen=True)
class Belonging:
    """One thing that belongs to an item, as much of it as the page shows."""

    title: str
    url: str
    more: str
    day: Any


def part(item: RoadmapItem, user: Any) -> dict[str, Any]:
    """What `item/aside.html` shows."""
    return belongings(item, user) | {"links": [link for link in item.links if is_web_link(link)]}


def belongings(item: RoadmapItem, user: Any) -> dict[str, list[Belonging]]:
    """Services, decisions, conclusions, demos, moments of recordings and stages of an item."""
    services = _rows("services", item.services, title=F("name"))
    rows = services.union(
        _rows("decisions", item.decisions.visible_to(user), title=F("question")),
        _rows("conclusions", item.conclusions, more=F("group__name"), day=F("concluded_on")),
        _rows("demos", item.demos.visible_to(user)),
        _rows(
            "segments",
            item.segments.visible_to(user),
            slug=Concat(
                F("recording__slug"),
                Value("/?t="),
                Cast("starts_s", models.TextField()),
                output_field=models.TextField(),
            ),
            more=F("recording__title"),
            day=F("recording__recorded_on"),
            place=F("starts_s"),
        ),
        _rows(
            "stages", item.stages, slug=F("stage"), title=F("stage"), more=F("milestone"), place=F("position")
        ),
    )
    found: dict[str, list[Belonging]] = {name: [] for name in (*ADDRESSES, "stages")}
    for name, place, day, slug, title, more in rows.order_by("part", "as_place", "-as_day", "as_title"):
        told = f"At {clock(place)} in {more}" if name == "segments" else more
        found[name].append(Belonging(title, ADDRESSES.get(name, "").format(slug), told, day))
    return found


def _rows(name: str, of: Any, **columns: Any) -> QuerySet[Any]:
    """The rows of one kind in the columns that all kinds share."""
    usual = {
        "place": Value(0),
        "day": Value(None, models.DateField()),
        "slug": F("slug"),
        "title": F("title"),
        "more": Value(""),
    }
    shared = {f"as_{key}": Cast(value, _FIELDS[key]) for key, value in (usual | columns).items()}
    return of.order_by().annotate(part=Value(name), **shared).values_list("part", *shared)


_FIELDS: dict[str, models.Field[Any, Any]] = defaultdict(
    models.TextField, place=models.IntegerField(), day=models.DateField()
)
