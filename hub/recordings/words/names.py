"""Where a misheard name stands in all transcripts, for a person to tick."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.postgres.search import SearchQuery
from django.db.models import QuerySet

from hub.recordings.models import Cue, Passage, Recording
from hub.recordings.words.spelling import corrected, names_corrected, pattern

MOST = 300


@dataclass(frozen=True)
class Place:
    """A caption with the name in it: as it is, and as it would be."""

    cue: int
    recording: Recording
    starts_ms: int
    before: str
    name: str
    after: str

    @property
    def seconds(self) -> int:
        """Where to listen."""
        return max(0, self.starts_ms // 1000 - 2)


def places_of(wrong: str, right: str, among: QuerySet[Recording]) -> list[Place]:
    """Every caption of these recordings in which the name stands as it was misheard, MOST at most."""
    words = wrong.split()
    if not words:
        return []
    near = Passage.objects.filter(
        search=SearchQuery(wrong, search_type="phrase", config="english"), recording__in=among
    )
    cues = Cue.objects.filter(track__in=near.values("track"), text__icontains=words[0])
    rows = cues.select_related("track__recording").order_by("track__recording__title", "track_id", "number")
    found: list[Place] = []
    for cue in rows.iterator(chunk_size=500):
        match = pattern(wrong).search(cue.text)
        if match and corrected(cue.text, wrong, right) != cue.text:
            start, end = match.span()
            found.append(
                Place(
                    cue.pk, cue.track.recording, cue.starts_ms,
                    cue.text[:start], cue.text[start:end], cue.text[end:],
                )
            )  # fmt: skip
        if len(found) == MOST:
            break
    return found


def names_in(pairs: Iterable[tuple[str, str]]) -> tuple[str, str] | None:
    """The first name that was corrected in these texts, each before and after."""
    for before, after in pairs:
        if found := names_corrected(before, after):
            return found[0]
    return None
