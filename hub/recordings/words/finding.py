"""Find the second at which something was said.

The database looks through windows of half a minute (`Passage`); within a window the caption is found by the words
that the database marks in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db import connection
from django.db.models import Expression, F, Q
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from hub.core.fulltext import Finds
from hub.recordings.models import Cue, Passage, PassageQuerySet, Recording
from hub.recordings.words.captions import Line
from hub.recordings.words.windows import timed

LOOKED_AT = 2_000  # windows that are ranked; words said more often than that lead nobody to one moment
MOMENTS = 5  # of each recording
EARLIER_MS = 2_000  # a link lands a little before the words
OPEN, CLOSE = "\x02", "\x03"
MARKS = f'StartSel="{OPEN}", StopSel="{CLOSE}", HighlightAll=true'
AROUND = 14  # words shown before and after
LONG_MS = 4_000  # of a longer caption the word's own place counts


@dataclass(frozen=True)
class Hit:
    """A window that was found."""

    passage: int
    recording: int
    track: int
    starts_ms: int
    ends_ms: int


@dataclass(frozen=True)
class Moment:
    """A second at which it was said, with the words around it."""

    seconds: int
    said_ms: int
    speaker: str
    snippet: SafeString


def phrase(text: str) -> SearchQuery:
    """The words one right after the other."""
    return SearchQuery(text, search_type="phrase", config="english")


def words(text: str) -> SearchQuery:
    """All of the words, in any order; quotes, `or` and `-word` mean what they mean on the web."""
    return SearchQuery(text, search_type="websearch", config="english")


def matching(user: Any, query: Expression) -> PassageQuerySet:
    """Windows with these words that this person may see, at most LOOKED_AT of them."""
    seen = Passage.objects.visible_to(user).filter(Finds(F("search"), query)).order_by()
    return Passage.objects.filter(pk__in=seen.values("pk")[:LOOKED_AT]).order_by()


def found(user: Any, text: str, within: Recording | None = None) -> list[Hit]:
    """The windows in which it is said, the best first: phrases, then words near each other."""
    query = words(text)
    rows = (
        matching(user, query)
        if within is None
        else Passage.objects.visible_to(user).filter(Finds(F("search"), query), recording=within)
    )
    ranked = rows.annotate(
        side_by_side=Finds(F("search"), phrase(text)), rank=SearchRank(F("search"), query, cover_density=True)
    ).order_by("-side_by_side", "-rank", "recording_id", "starts_ms")
    return [Hit(*row) for row in ranked.values_list("pk", "recording", "track", "starts_ms", "ends_ms")]


def by_recording(hits: Iterable[Hit]) -> dict[int, list[Hit]]:
    """The hits of each recording, the best recording first; of windows that overlap the better one."""
    groups: dict[int, list[Hit]] = {}
    for hit in hits:
        group = groups.setdefault(hit.recording, [])
        if not any(
            hit.track == other.track and hit.starts_ms < other.ends_ms and other.starts_ms < hit.ends_ms
            for other in group
        ):
            group.append(hit)
    return groups


def moments(hits: Sequence[Hit], text: str) -> dict[int, Moment]:
    """The second of each hit, by its passage, in two queries."""
    if not hits:
        return {}
    marked, cues = _marked([hit.passage for hit in hits], text), _cues(hits)
    return {hit.passage: _moment(hit, *marked[hit.passage], cues) for hit in hits if hit.passage in marked}


def located(passages: Sequence[int], text: str) -> dict[int, Moment]:
    """The second of each of these windows, which somebody has found already."""
    if not passages:
        return {}
    rows = Passage.objects.filter(pk__in=passages)
    return moments(
        [Hit(*row) for row in rows.values_list("pk", "recording", "track", "starts_ms", "ends_ms")], text
    )


def _marked(passages: Sequence[int], text: str) -> dict[int, tuple[str, str]]:
    """The words of each passage with those marked that were looked for, and who speaks."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, ts_headline('english', text, websearch_to_tsquery('english', %s), %s), speakers"
            " FROM recordings_passage WHERE id = ANY(%s)",
            [text, MARKS, list(passages)],
        )
        return {row[0]: (row[1], row[2]) for row in cursor.fetchall()}


def _cues(hits: Sequence[Hit]) -> dict[int, list[Line]]:
    """The captions of all these windows, by track."""
    wanted = Q(pk=None)
    for hit in hits:
        wanted |= Q(track=hit.track, starts_ms__lte=hit.ends_ms, ends_ms__gte=hit.starts_ms)
    rows = Cue.objects.filter(wanted).order_by("track_id", "number")
    found: dict[int, list[Line]] = {}
    for track, starts, ends, text, speaker in rows.values_list(
        "track", "starts_ms", "ends_ms", "text", "speaker"
    ):
        found.setdefault(track, []).append(Line(starts, ends, text, speaker))
    return found


def _moment(hit: Hit, marked: str, speakers: str, cues: dict[int, list[Line]]) -> Moment:
    pieces = marked.split()
    first, last = densest([number for number, piece in enumerate(pieces) if OPEN in piece], pieces)
    lines = cues.get(hit.track, [])
    said, speaker = _said(hit, _bare(pieces), first, lines)
    start, end = max(0, first - AROUND), min(len(pieces), last + AROUND + 1)
    snippet = f"{'… ' if start else ''}{' '.join(pieces[start:end])}{' …' if end < len(pieces) else ''}"
    return Moment(max(0, said - EARLIER_MS) // 1000, said, speaker or speakers, _as_html(snippet))


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


def _said(hit: Hit, pieces: Sequence[str], first: int, lines: Sequence[Line]) -> tuple[int, str]:
    """When the caption with the word begins, and who speaks; the window's beginning where it cannot be told."""
    said = [word for word in timed(lines) if hit.starts_ms <= word.ms and word.until_ms <= hit.ends_ms]
    if [word.text for word in said] != list(pieces):  # captions that overlap, or were cut
        said = [word for word in said if word.text == pieces[first]] if pieces else []
        first = 0
    if not said:
        return hit.starts_ms, ""
    word = said[first]
    line = lines[word.line]
    return (line.starts_ms if word.ms - line.starts_ms <= LONG_MS else word.ms), line.speaker


def _bare(pieces: Sequence[str]) -> list[str]:
    return [piece.replace(OPEN, "").replace(CLOSE, "") for piece in pieces]


def _as_html(text: str) -> SafeString:
    html = escape(text).replace(OPEN, "<mark>").replace(CLOSE, "</mark>")
    return mark_safe(html)  # noqa: S308 -- escaped above
