"""Pages about demos: one each, and lists by year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Prefetch

from hub.demos.models import Demo
from hub.goldenpath.pages.page import READER, SHORT, Page, Reading, grouped, parts, place
from hub.goldenpath.pages.services import shown_segments
from hub.recordings.models import Recording
from hub.roadmap.models import RoadmapItem


def pages(reading: Reading) -> Iterator[Page]:
    """Every demo that everybody may see, and the lists of them."""
    demos = read()
    yield overview(reading, demos)
    yield from lists(reading, demos)
    for demo in demos:
        yield detail(reading, demo)


def read() -> list[Any]:
    """All demos with what their pages tell, in a fixed number of queries."""
    query = Demo.objects.visible_to(READER).select_related("team", "meeting__series").prefetch_related(
        "presenters",
        "services",
        Prefetch("segments", shown_segments(), "shown"),
        Prefetch("items", RoadmapItem.objects.visible_to(READER).order_by("title", "pk")),
        Prefetch("meeting__recordings", Recording.objects.visible_to(READER).order_by("title", "pk")),
    )  # fmt: skip
    return list(query.order_by("-meeting__starts_at", "title", "pk"))


def detail(reading: Reading, demo: Any) -> Page:
    """The page about one demo."""
    return reading.page(
        place(demo),
        "demo.md",
        title=demo.title,
        description=f"A demo{f' by {demo.team.name}' if demo.team else ''}.",
        demo=demo,
        presenters=[person for person in demo.presenters.all() if person.is_active],
        services=demo.services.all(),
        items=demo.items.all(),
        recordings=[] if demo.shown or not demo.meeting else demo.meeting.recordings.all(),
    )


def overview(reading: Reading, demos: Sequence[Any]) -> Page:
    """What is to come, the latest, and the years."""
    upcoming = [demo for demo in demos if demo.state in {Demo.State.ACCEPTED, Demo.State.SCHEDULED}]
    given = [demo for demo in demos if demo.state in {Demo.State.GIVEN, Demo.State.PUBLISHED}]
    return reading.page(
        "demos/index.md",
        "demos.md",
        title="Demos",
        description="What teams showed each other, and what they will show next.",
        upcoming=upcoming[:SHORT],
        given=given[:SHORT],
        years=[(year, f"demos/by-year/{year}.md", len(rows)) for year, rows in by_year(demos).items()],
    )


def lists(reading: Reading, demos: Sequence[Any]) -> Iterator[Page]:
    """The demos of each year."""
    for year, rows in by_year(demos).items():
        for part in parts(f"demos/by-year/{year}", rows):
            yield reading.page(part.path, "demos_of_year.md", title=f"Demos {year}", part=part)


def by_year(demos: Sequence[Any]) -> dict[str, list[Any]]:
    """The demos by the year of their meeting; those without a date last."""
    return grouped(
        sorted(demos, key=lambda demo: demo.meeting is None),
        lambda demo: str(demo.meeting.starts_at.year) if demo.meeting else "undated",
    )
