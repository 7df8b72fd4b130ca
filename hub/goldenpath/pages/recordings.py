"""Pages about recordings: one each, and lists by event and by year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch

from hub.demos.models import Demo
from hub.goldenpath.models import Step
from hub.goldenpath.pages.page import READER, SHORT, Page, Reading, grouped, links, names_of, parts, place
from hub.recordings.models import Recording, Segment, SegmentService, Track
from hub.recordings.words import keeping, writing
from hub.recordings.words.captions import spared

UNDATED = "undated"
NO_EVENT = "Other recordings"
EVERY = 120  # seconds under one heading of a transcript
LONGEST = 150_000  # characters of a transcript on a page: three hours


@dataclass(frozen=True)
class Section:
    """A few minutes of a transcript: where they begin, and who says what."""

    second: int
    title: str
    words: list[tuple[str, str]]

    @property
    def name(self) -> str:
        """The name of its heading: t-240."""
        return f"t-{self.second}"


def pages(reading: Reading) -> Iterator[Page]:
    """Every recording that everybody may see, and the lists of them."""
    recordings = read()
    yield overview(reading, recordings)
    yield from lists(reading, recordings)
    for recording in recordings:
        yield detail(reading, recording)


def read() -> list[Any]:
    """All recordings with what their pages tell, in a fixed number of queries."""
    segments = Segment.objects.with_age().order_by("starts_s", "pk").prefetch_related(
        Prefetch("demo", Demo.objects.visible_to(READER)),
        Prefetch("segmentservice_set", SegmentService.objects.outdated(), "moved"),
        Prefetch("steps", Step.objects.select_related("path").order_by("path__title", "position")),
    )  # fmt: skip
    query = Recording.objects.visible_to(READER).select_related("meeting__series")
    return list(
        query.defer("details").prefetch_related(
            Prefetch("segments", segments, "pieces"),
            Prefetch("tracks", Track.objects.order_by("pk"), "heard"),
            "cuts",
        )
    )


def detail(reading: Reading, recording: Any) -> Page:
    """The page about one recording."""
    return reading.page(
        place(recording),
        "recording.md",
        title=recording.title,
        description=", ".join(filter(None, [", ".join(recording.speakers[:5]), recording.event])),
        recording=recording,
        speakers=recording.speakers[:SHORT],
        tags=recording.tags[:SHORT],
        segments=recording.pieces,
        older=[row for piece in recording.pieces for row in piece.moved],
        tracks=recording.heard,  # with their versions, and what is cut: the words follow from them
        cuts=list(recording.cuts.all()),
        read_later=lambda: {"transcript": transcript(recording)},
        links=links(recording.links),
    )


def transcript(recording: Any) -> list[Section]:
    """What is said, under a heading for each chapter and every few minutes; a very long one is cut off."""
    if not recording.heard:
        return []
    track = recording.heard[0]
    cuts = [(cut.starts_ms, cut.ends_ms) for cut in recording.cuts.all()]
    lines = spared(keeping.lines_of(track), cuts)
    starts = [(piece.starts_s, piece.title) for piece in recording.pieces]
    found, length = [], 0
    for second, title, some in writing.sections(lines, starts, EVERY):
        length += sum(len(line.text) for line in some)
        if length > LONGEST:
            break
        words = [(who, text) for _, who, text in writing.paragraphs(some)]
        found.append(Section(second, title, words))
    return found


def overview(reading: Reading, recordings: Sequence[Any]) -> Page:
    """The latest, the years and the events."""
    years, events = by_year(recordings), by_event(recordings)
    return reading.page(
        "recordings/index.md",
        "recordings.md",
        title="Recordings",
        description="Recorded demos and talks, by year and by event.",
        count=len(recordings),
        newest=[row for row in recordings if not row.is_retired][:20],
        years=[(year, f"recordings/by-year/{year}.md", len(rows)) for year, rows in years.items()],
        events=[(event, f"recordings/by-event/{name}.md", len(rows)) for event, name, rows in events],
    )


def lists(reading: Reading, recordings: Sequence[Any]) -> Iterator[Page]:
    """The recordings of each year and of each event, cut into pages where there are many."""
    for year, rows in by_year(recordings).items():
        yield from _list(reading, f"recordings/by-year/{year}", f"Recordings {year}", rows)
    for event, name, rows in by_event(recordings):
        yield from _list(reading, f"recordings/by-event/{name}", event, rows)


def _list(reading: Reading, stem: str, title: str, rows: Sequence[Any]) -> Iterator[Page]:
    for part in parts(stem, rows):
        yield reading.page(part.path, "recordings_list.md", title=title, part=part)


def by_year(recordings: Sequence[Any]) -> dict[str, list[Any]]:
    """The recordings by year, the newest first, those without a date last."""
    return grouped(recordings, lambda row: str(row.recorded_on.year) if row.recorded_on else UNDATED)


def by_event(recordings: Sequence[Any]) -> list[tuple[str, str, list[Any]]]:
    """The events in alphabetical order: name, file name, recordings."""
    events = grouped(recordings, lambda row: row.event or NO_EVENT)
    names = names_of(events)
    return [(event, names[event], events[event]) for event in sorted(events, key=str.casefold)]
