"""Find the half minutes (`Passage`) in which something was said, the best first.

Who looks for several words usually remembers them side by side. So pairs of words have an index of their own: it leads
to a few windows also where each of the words is said thousands of times. Only when those are too few, all windows
with the words, wherever they stand, are looked at; and of words that are said everywhere the newest recordings are
taken. The second within a window: `placing`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection

from hub.recordings.models import Recording
from hub.recordings.words.windows import STEP_MS

LOOKED_AT = 300  # windows that are ranked; words said more often than that lead nobody to one moment
ENOUGH = 20  # recordings; with so many that say the words side by side, nothing else is looked for
SEEN = "recording_id IN ({recordings})"
SIDE_BY_SIDE = "cardinality(hub_pairs(%(text)s)) > 0 AND pairs @> hub_pairs(%(text)s)"
ANYWHERE = "search @@ websearch_to_tsquery('english', %(text)s)"
NEWEST = 25  # recordings that are looked through for words that are said everywhere
# With these, words side by side are not what is meant.
OPERATORS = re.compile(r"(^|\s)(-\S|or\s)", re.IGNORECASE)
# The window is chosen first and ranked after: to rank is what takes long.
FOUND = """
    SELECT id, recording_id, track_id, starts_ms, ends_ms
    FROM recordings_passage
    WHERE id = ANY(ARRAY(SELECT id FROM recordings_passage WHERE {said} AND {seen} LIMIT {most}))
    ORDER BY search @@ phraseto_tsquery('english', %(text)s) DESC,
             ts_rank_cd(search, websearch_to_tsquery('english', %(text)s)) DESC, recording_id, starts_ms
"""


@dataclass(frozen=True)
class Hit:
    """A window that was found."""

    passage: int
    recording: int
    track: int
    starts_ms: int
    ends_ms: int


def found(user: Any, text: str, within: Recording | None = None) -> list[Hit]:
    """The windows in which it is said and that this person may see: phrases, then words near each other.

    Quotes, `or` and `-word` mean what they mean on the web.
    """
    several = " " in text.strip() and not OPERATORS.search(text)
    hits = _looked(user, text, within, SIDE_BY_SIDE) if several else []
    if len({hit.recording for hit in hits}) >= ENOUGH:
        return hits
    known, others = {hit.passage for hit in hits}, _looked(user, text, within, ANYWHERE)
    if not hits and len(others) == LOOKED_AT and len({hit.recording for hit in others}) < ENOUGH:
        others += _looked(user, text, within, ANYWHERE, newest=True)
    for hit in others:
        if hit.passage not in known:
            known.add(hit.passage)
            hits.append(hit)
    return hits


def best_windows(user: Any, text: str) -> list[int]:
    """The best window of each recording, as keys."""
    return [group[0].passage for group in by_recording(found(user, text)).values()] if text else []


def by_recording(hits: Iterable[Hit]) -> dict[int, list[Hit]]:
    """The hits of each recording, the best recording first; of windows that overlap the better one."""
    groups: dict[int, list[Hit]] = {}
    taken: set[tuple[int, int]] = set()
    for hit in hits:
        group, step = groups.setdefault(hit.recording, []), hit.starts_ms // STEP_MS
        if taken.isdisjoint((hit.track, near) for near in (step - 1, step, step + 1)):
            taken.add((hit.track, step))
            group.append(hit)
    return groups


def _looked(user: Any, text: str, within: Recording | None, said: str, *, newest: bool = False) -> list[Hit]:
    recordings = Recording.objects.visible_to(user).order_by().values("pk")
    if within:
        recordings = recordings.filter(pk=within.pk)
    if newest:
        recordings = recordings.filter(tracks__isnull=False).order_by(*(Recording._meta.ordering or ()))[
            :NEWEST
        ]
    seen, values = recordings.query.sql_with_params()
    named = {f"seen{number}": value for number, value in enumerate(values)}
    for name in named:  # all values of the question have names
        seen = seen.replace("%s", f"%({name})s", 1)
    among = SEEN.format(recordings=seen)
    question = FOUND.format(said=said, seen=among, most=LOOKED_AT if not newest else NEWEST * 50)
    with connection.cursor() as cursor:
        cursor.execute(question, {"text": text, **named})
        return [Hit(*row) for row in cursor.fetchall()]
