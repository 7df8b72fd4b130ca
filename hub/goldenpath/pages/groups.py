"""Pages about groups: one each with its conclusions, and all of them by kind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Count, Prefetch

from hub.goldenpath.models import Path
from hub.goldenpath.pages.page import READER, SHORT, Page, Reading, file_name, grouped, parts, place
from hub.meetings.models import Series
from hub.roadmap.models import RoadmapItem
from hub.sigs.models import Conclusion, Group, Term


def pages(reading: Reading) -> Iterator[Page]:
    """Every group as it stands on that day, and the list of them."""
    groups = read(reading.day)
    yield from overview(reading, groups)
    for group in groups:
        yield detail(reading, group)


def read(day: dt.date) -> list[Any]:
    """All groups with what their pages tell, in a fixed number of queries."""
    conclusions = Conclusion.objects.visible_to(READER).select_related("superseded_by")
    conclusions = conclusions.prefetch_related("services", "items")
    terms = Term.objects.on(day).filter(user__is_active=True).select_related("user")
    items = RoadmapItem.objects.visible_to(READER).open().order_by("title", "pk")
    query = Group.objects.visible_to(READER).annotate(item_count=Count("items")).prefetch_related(
        Prefetch("terms", terms, "current"),
        Prefetch("conclusions", conclusions),
        Prefetch("series", Series.objects.visible_to(READER)),
        Prefetch("paths", Path.objects.visible_to(READER)),
        Prefetch("items", items, "open_items"),
        "services",
        "subprojects",
    )  # fmt: skip
    groups: list[Any] = list(query)
    for group in groups:
        group.leads = [term for term in group.current if term.role in Term.LEADING]
    return groups


def detail(reading: Reading, group: Any) -> Page:
    """The page about one group."""
    others = [term for term in group.current if term.role not in Term.LEADING]
    return reading.page(
        place(group),
        "group.md",
        title=group.name,
        description=f"{group.get_kind_display()}: what it is for, who leads it and what it concluded.",
        group=group,
        others=others[:SHORT],
        more_others=len(others[SHORT:]),
        conclusions=group.conclusions.all(),
        roadmap=f"roadmap/by-group/{file_name(group.slug)}",
        items=group.open_items[:SHORT],
    )


def overview(reading: Reading, groups: Sequence[Any]) -> Iterator[Page]:
    """All groups by kind."""
    by_kind = grouped(groups, lambda group: group.kind)
    ordered = [group for value in Group.Kind.values for group in by_kind.get(value, [])]
    for part in parts("groups/index", ordered):
        yield reading.page(
            part.path,
            "groups.md",
            title="Groups",
            description="The groups of the community: what they are for and who leads them.",
            part=part,
            kinds=grouped(part.rows, lambda group: group.get_kind_display()).items(),
        )
