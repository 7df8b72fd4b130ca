"""What a target's status was over time: the changes, under what was not known, under what was announced.

Pure: takes rows and times, asks no database. Times are whole milliseconds where they are added up, so that the parts
of a time are as long as the whole.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from hub.status.models import Status

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
MILLISECOND = dt.timedelta(milliseconds=1)
Interval = tuple[dt.datetime, dt.datetime]


@dataclass(frozen=True)
class Span:
    """A time in one status; the end is not part of it."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    status: str


@dataclass(frozen=True)
class History:
    """What is known of a target's past.

    `changes` are moments and the status from then on, in time; `silences` the times without a measurement, `works` the
    announced ones; `known_until` is when the last measurement stops counting.
    """

    changes: Sequence[tuple[dt.datetime, str]] = ()
    silences: Sequence[Interval] = ()
    works: Sequence[Interval] = ()
    known_until: dt.datetime | None = None

    def spans(self, start: dt.datetime, end: dt.datetime) -> list[Span]:
        """The time from `start` to `end` as spans that touch each other, none longer than it has to be told."""
        spans = _recorded(self.changes, start, end)
        silences = list(self.silences)
        if self.known_until is None or self.known_until < end:
            silences.append((self.known_until or start, end))
        spans = _covered(spans, silences, Status.UNKNOWN)
        return _joined(_covered(spans, self.works, Status.MAINTENANCE))

    def at(self, moment: dt.datetime) -> str:
        """The status at one moment."""
        return self.spans(moment, moment + MILLISECOND)[0].status


def sums(spans: Iterable[Span], start: dt.datetime, end: dt.datetime) -> dict[str, int]:
    """How long each status lasted between two moments (milliseconds); together as long as the time itself."""
    total = dict.fromkeys(map(str, Status), 0)
    first, last = _ms(start), _ms(end)
    for span in spans:
        total[span.status] += max(0, min(_ms(span.ends_at), last) - max(_ms(span.starts_at), first))
    return total


def shares(
    spans: Sequence[Span], start: dt.datetime, length: dt.timedelta, until: dt.datetime
) -> Iterator[tuple[dt.datetime, dict[str, int]]]:
    """The sums of each whole piece of time of one length between two moments, in one walk over the spans."""
    first = 0
    while (end := start + length) <= until:
        while spans[first].ends_at <= start:
            first += 1
        last = first
        while spans[last].ends_at < end:
            last += 1
        yield start, sums(islice(spans, first, last + 1), start, end)
        start = end


def _recorded(changes: Iterable[tuple[dt.datetime, str]], start: dt.datetime, end: dt.datetime) -> list[Span]:
    spans, since, status = [], start, str(Status.UNKNOWN)
    for at, after in changes:
        if at >= end:
            break
        if at > since:
            spans.append(Span(since, at, str(status)))
            since = at
        status = after
    return [*spans, Span(since, end, str(status))]


def _covered(spans: list[Span], covers: Iterable[Interval], status: str) -> list[Span]:
    """The spans with times laid over them."""
    for start, end in covers:
        spans = [part for span in spans for part in _cut(span, start, end, str(status))]
    return spans


def _cut(span: Span, start: dt.datetime, end: dt.datetime, status: str) -> list[Span]:
    start, end = max(start, span.starts_at), min(end, span.ends_at)
    if start >= end:
        return [span]
    parts = (
        Span(span.starts_at, start, span.status),
        Span(start, end, status),
        Span(end, span.ends_at, span.status),
    )
    return [part for part in parts if part.starts_at < part.ends_at]


def _joined(spans: Iterable[Span]) -> list[Span]:
    """Neighbours of one status as one."""
    joined: list[Span] = []
    for span in spans:
        if joined and joined[-1].status == span.status:
            joined[-1] = Span(joined[-1].starts_at, span.ends_at, span.status)
        else:
            joined.append(span)
    return joined


def _ms(moment: dt.datetime) -> int:
    return (moment - EPOCH) // MILLISECOND
