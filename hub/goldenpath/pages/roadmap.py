"""Pages about roadmap items: one each, lists by quarter, by group and by state, and what is new."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Prefetch

from hub.demos.models import Demo
from hub.goldenpath.pages import rounds
from hub.goldenpath.pages.page import READER, SHORT, Page, Reading, file_name, grouped, links, parts, place
from hub.goldenpath.pages.services import shown_segments
from hub.roadmap.models import RoadmapItem
from hub.sigs.models import Conclusion

State = RoadmapItem.State
NEWS = "roadmap/releases/whats-new.md"  # in a folder of its own: no item can have its name


def pages(reading: Reading) -> Iterator[Page]:
    """Every roadmap item, and the lists of them."""
    items, answered = read(), rounds.read()
    yield overview(reading, items)
    yield from lists(reading, items, answered)
    yield from rounds.pages(reading, answered, items)
    yield from news(reading, items)
    for item in items:
        yield detail(reading, item)


def read() -> list[Any]:
    """All roadmap items with what their pages tell, in a fixed number of queries."""
    query = RoadmapItem.objects.visible_to(READER).select_related("group", "team", "owner", "release")
    items = query.order_by("title", "pk").prefetch_related(
        "stages",
        "services",
        Prefetch("conclusions", Conclusion.objects.visible_to(READER).select_related("group")),
        Prefetch("demos", Demo.objects.visible_to(READER).order_by("title", "pk")),
        Prefetch("demos__segments", shown_segments(), "shown"),
        Prefetch("segments", shown_segments(), "moments"),
    )
    return list(items)


def detail(reading: Reading, item: Any) -> Page:
    """The page about one roadmap item."""
    return reading.page(
        place(item),
        "item.md",
        title=item.title,
        description=f"{item.get_state_display()}{f', planned for {item.quarter}' if item.quarter else ''}.",
        item=item,
        quarter=f"roadmap/by-quarter/{item.quarter.lower()}.md",
        stages=item.stages.all(),
        services=item.services.all(),
        conclusions=item.conclusions.all(),
        demos=item.demos.all(),
        moments=item.moments,
        links=links(item.links),
        closed=item.state in RoadmapItem.CLOSED,
        release=released(item),
    )


def overview(reading: Reading, items: Sequence[Any]) -> Page:
    """The quarters, what waits for one, and the groups."""
    quarters = grouped(sorted(items, key=lambda item: item.quarter, reverse=True), lambda item: item.quarter)
    waiting = [item for item in quarters.pop("", []) if not item.is_closed]
    return reading.page(
        "roadmap/index.md",
        "roadmap.md",
        title="Roadmap",
        news=NEWS,
        description="What is planned for the platform, quarter by quarter, and what people need.",
        quarters=[(quarter, f"roadmap/by-quarter/{quarter.lower()}.md", summary(rows), len(rows))
                  for quarter, rows in quarters.items()],
        wanted=sorted(waiting, key=lambda item: (-item.blocked, -item.supporters, item.title))[:SHORT],
        states=[(label, f"roadmap/by-state/{value}.md", count) for value, label, count in by_state(items)],
        groups=[(group, f"{stem}.md", len(rows)) for group, stem, rows in by_group(items)],
    )  # fmt: skip


def lists(reading: Reading, items: Sequence[Any], answered: Sequence[Any]) -> Iterator[Page]:
    """The items of each quarter, state and group, cut into pages where there are many."""
    for quarter, rows in grouped(items, lambda item: item.quarter).items():
        if quarter:
            stem, own = f"roadmap/by-quarter/{quarter.lower()}", _records(answered, quarter)
            yield from _list(reading, stem, f"Roadmap {quarter}", rows, own)
    for value, label, _ in by_state(items):
        rows = [item for item in items if item.state == value]
        yield from _list(reading, f"roadmap/by-state/{value}", f"Roadmap: {label.lower()}", rows)
    for group, stem, rows in by_group(items):
        yield from _list(reading, stem, f"Roadmap of {group.name}", rows)


def released(item: Any) -> Any:
    """The release of an item that is shipped now; None for any other."""
    return getattr(item, "release", None) if item.state == State.SHIPPED else None


def news(reading: Reading, items: Sequence[Any]) -> Iterator[Page]:
    """What is new, newest first, cut into pages where there is much."""
    shipped = [item for item in items if released(item)]
    rows = sorted(shipped, key=lambda item: (item.release.released_on, item.pk), reverse=True)
    for part in parts(NEWS.removesuffix(".md"), rows):
        months = grouped(part.rows, lambda item: f"{item.release.released_on:%B %Y}").items()
        yield reading.page(
            part.path,
            "releases.md",
            title="What's new",
            description="What people asked for and can use now, newest first.",
            part=part,
            months=months,
        )


def _records(answered: Sequence[Any], quarter: str) -> list[tuple[str, str]]:
    """Title and path of the rounds that filled a quarter."""
    return [(found.title, rounds.path_of(found)) for found in answered if found.quarter == quarter]


def _list(
    reading: Reading, stem: str, title: str, rows: Sequence[Any], records: Sequence[tuple[str, str]] = ()
) -> Iterator[Page]:
    order = list(State.values)
    rows = sorted(rows, key=lambda item: (order.index(item.state), item.title.casefold()))
    for part in parts(stem, rows):
        states = grouped(part.rows, lambda item: item.get_state_display()).items()
        yield reading.page(
            part.path, "roadmap_list.md", title=title, part=part, states=states, records=records
        )


def by_state(items: Sequence[Any]) -> list[tuple[str, str, int]]:
    """The states that occur: value, label, number of items."""
    counts = Counter(item.state for item in items)
    return [(value, label, counts[value]) for value, label in State.choices if counts[value]]


def by_group(items: Sequence[Any]) -> list[tuple[Any, str, list[Any]]]:
    """The groups that have items: the group, the path of its list without ending, its items."""
    steered = [item for item in items if item.group]
    groups = grouped(sorted(steered, key=lambda item: item.group.name), lambda item: item.group_id)
    stem = "roadmap/by-group/"
    return [
        (rows[0].group, stem + file_name(rows[0].group.slug).removesuffix(".md"), rows)
        for rows in groups.values()
    ]


def summary(rows: Sequence[Any]) -> str:
    """How many items are in which state: 3 shipped, 2 in progress."""
    counts = Counter(item.state for item in rows)
    return ", ".join(f"{counts[value]} {label.lower()}" for value, label in State.choices if counts[value])
