"""The second at which words were said in a window, with the words around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from django.db import connection
from django.utils.safestring import SafeString, mark_safe

MOMENTS = 3  # of each recording
EARLIER_MS = 250  # a link lands a little before the word
OPEN, CLOSE = "\x02", "\x03"
MARKS = f'StartSel="{OPEN}", StopSel="{CLOSE}", HighlightAll=true'
AROUND = 14  # words shown before and after
EDGES = re.compile(r"^\W+|\W+$")
WINDOWS = "SELECT id, text, times || starts_ms, speakers FROM recordings_passage WHERE id = ANY(%s)"
MARKED = """
    SELECT id, ts_headline('english', text, websearch_to_tsquery('english', %s), %s)
    FROM recordings_passage WHERE id = ANY(%s)
"""


@dataclass(frozen=True)
class Moment:
    """A second at which it was said, with the words around it."""

    seconds: int
    said_ms: int
    speaker: str
    snippet: SafeString


@dataclass(frozen=True)
class Place:
    """Where in the words of a window it is: the first and the last word of it, and all words to be marked."""

    first: int
    last: int
    marked: frozenset[int]


def moments(passages: Sequence[int], text: str) -> dict[int, Moment]:
    """The second of each of these windows, by its key, in two queries at most."""
    if not passages:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(WINDOWS, [list(passages)])
        rows = {key: (words.split(), times, speakers) for key, words, times, speakers in cursor.fetchall()}
    places = _verbatim({key: words for key, (words, _, _) in rows.items()}, text)
    places |= _by_stem([key for key in rows if key not in places], text)
    return {key: _moment(*row, places[key]) for key, row in rows.items()}


def _verbatim(windows: dict[int, list[str]], text: str) -> dict[int, Place]:
    """Where the words stand just as they were typed, side by side."""
    asked = [word for piece in text.split() if (word := _bare(piece))]
    found, length = {}, len(asked)
    for key, words in windows.items():
        bare = [_bare(word) for word in words]
        starts = [
            n for n, word in enumerate(bare) if asked and word == asked[0] and bare[n : n + length] == asked
        ]
        if starts:
            marked = frozenset(start + n for start in starts for n in range(length))
            found[key] = Place(starts[0], starts[0] + length - 1, marked)
    return found


def _by_stem(passages: Sequence[int], text: str) -> dict[int, Place]:
    """Where other forms of the words stand, nearest to each other: the database knows them."""
    if not passages:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(MARKED, [text, MARKS, list(passages)])
        rows = [(key, words.split()) for key, words in cursor.fetchall()]
    found = {}
    for key, pieces in rows:
        marked = [number for number, piece in enumerate(pieces) if OPEN in piece]
        found[key] = Place(*densest(marked, pieces), frozenset(marked))
    return found


def _moment(words: list[str], times: list[int], speakers: str, place: Place) -> Moment:
    # The last time is the window's own: its words may have none.
    said = times[min(place.first, len(times) - 1)]
    start, end = max(0, place.first - AROUND), min(len(words), place.last + AROUND + 1)
    shown = " ".join(_shown(words[n], marked=n in place.marked) for n in range(start, end))
    snippet = f"{'… ' if start else ''}{shown}{' …' if end < len(words) else ''}"
    return Moment(max(0, said - EARLIER_MS) // 1000, said, speakers, mark_safe(snippet))  # noqa: S308 -- escaped


def _shown(word: str, *, marked: bool) -> str:
    return f"<mark>{escape(word)}</mark>" if marked else escape(word)


def _bare(word: str) -> str:
    return EDGES.sub("", word.lower())


def densest(places: Sequence[int], pieces: Sequence[str]) -> tuple[int, int]:
    """First and last place of the shortest stretch that has each of the marked words at least once."""
    if not places:
        return 0, 0
    kinds = {place: re.sub(r"\W", "", pieces[place]).lower()[:5] for place in places}
    wanted = set(kinds.values())
    best, seen, begin = (places[0], places[-1]), {}, 0  # type: ignore[var-annotated]
    for place in places:
        seen[kinds[place]] = seen.get(kinds[place], 0) + 1
        while len(seen) == len(wanted):
            start = places[begin]
            if place - start < best[1] - best[0]:
                best = (start, place)
            seen[kinds[start]] -= 1
            if not seen[kinds[start]]:
                del seen[kinds[start]]
            begin += 1
    return best
