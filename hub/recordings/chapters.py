"""Chapters as people type them, and chapters that an agenda tells. Pure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hub.core import limits
from hub.recordings.models import clock
from hub.recordings.playing import second_of

LINE = re.compile(r"[\[(]?\s*((?:\d{1,3}:)?\d{1,3}:\d{2})\s*[\])]?\s*[-\u2013\u2014:|]?\s*(.*)\Z")
FEWEST, SHORTEST = 3, 10  # chapters, seconds
MOST = 500
UNKNOWN_END = 60  # seconds of the last chapter when nobody knows how long the recording is


class NoChaptersError(ValueError):
    """The text is no list of chapters; says which line is wrong."""


@dataclass(frozen=True)
class Chapter:
    """A span and its title."""

    starts_s: int
    ends_s: int
    title: str
    agenda_item: Any = None


def read_lines(text: str, length: int | None) -> list[Chapter]:
    """Chapters from lines of a time and a title, by the rules that video sites have.

    The first at 0:00, each later than the one before by 10 seconds or more, and at least three. Raises
    NoChaptersError with the line that breaks a rule: half a list would be worse than none.
    """
    starts: list[tuple[int, str]] = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            starts.append(_read_line(number, line.strip(), starts, length))
    if len(starts) < FEWEST:
        raise NoChaptersError(f"Write at least {FEWEST} chapters, one in each line: 0:00 Welcome.")
    if len(starts) > MOST:
        raise NoChaptersError(f"Write at most {MOST} chapters.")
    ends = [second for second, _title in starts[1:]]
    ends.append(max(length or 0, starts[-1][0] + (1 if length else UNKNOWN_END)))
    return [Chapter(second, end, title) for (second, title), end in zip(starts, ends, strict=True)]


def _read_line(
    number: int, line: str, before: Sequence[tuple[int, str]], length: int | None
) -> tuple[int, str]:
    where = f"Line {number} ({line[:60]})"
    found = LINE.match(line)
    second = second_of(found[1]) if found else None
    if not found or second is None:
        raise NoChaptersError(f"{where}: begin it with a time like 12:40.")
    title = " ".join(found[2].split())
    if not title:
        raise NoChaptersError(f"{where}: a title is missing after the time.")
    if len(title) > limits.NAME:
        raise NoChaptersError(f"{where}: a title has at most {limits.NAME} characters.")
    if not before and second:
        raise NoChaptersError(f"{where}: the first chapter begins at 0:00.")
    if before and second < before[-1][0] + SHORTEST:
        least = clock(before[-1][0] + SHORTEST)
        raise NoChaptersError(
            f"{where}: it begins {least} or later, a chapter lasts {SHORTEST} seconds at least."
        )
    if length is not None and second >= length:
        raise NoChaptersError(f"{where}: the recording is over at {clock(length)}.")
    return second, title


def from_agenda(items: Sequence[Any], began_at: dt.datetime, length: int | None) -> list[Chapter]:
    """A chapter for each point of an agenda that was begun while the recording ran, in their real order."""
    begun = sorted((item for item in items if item.began_at), key=lambda item: (item.began_at, item.pk))
    found = []
    for number, item in enumerate(begun):
        start = int((item.began_at - began_at).total_seconds())
        later = begun[number + 1].began_at if number + 1 < len(begun) else None
        over = _end(item, later, began_at, length)
        if over <= max(0, start) or (length is not None and start >= length):
            continue  # before the first second, or after the last
        found.append(Chapter(max(0, start), over, item.title, item))
    return found


def _end(item: Any, later: dt.datetime | None, began_at: dt.datetime, length: int | None) -> int:
    over = item.over_at or later
    if over is None:
        planned = int((item.began_at - began_at).total_seconds()) + (item.minutes or 1) * 60
        return length if length is not None else planned
    second = int((over - began_at).total_seconds())
    return min(second, length) if length is not None else second
