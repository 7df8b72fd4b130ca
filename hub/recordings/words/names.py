"""Where a misheard name stands in all transcripts, for a person to tick."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.contrib.postgres.search import SearchQuery
from django.db.models import Exists, OuterRef, QuerySet

from hub.recordings.models import Cue, Passage, Recording
from hub.recordings.words.spelling import SEAM, joined, names_corrected, pattern

MOST = 300


@dataclass(frozen=True)
class Place:
    """A caption in which the name begins, up to where it ends: as it is, and as it would be."""

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
    """Every caption of these recordings in which the name begins as it was misheard, MOST at most."""
    if not wrong.split():
        return []
    found: list[Place] = []
    for run in _runs_near(wrong, among):
        found += _places_in(run, wrong, right)
        if len(found) >= MOST:
            break
    return found[:MOST]


def _runs_near(wrong: str, among: QuerySet[Recording]) -> Iterator[list[Cue]]:
    """Captions of one speaker that follow each other, wherever the search finds the name."""
    phrase = SearchQuery(wrong, search_type="phrase", config="english")
    near = Passage.objects.filter(search=phrase, recording__in=among)
    here = near.filter(
        track=OuterRef("track"), starts_ms__lte=OuterRef("ends_ms"), ends_ms__gte=OuterRef("starts_ms")
    )
    cues = Cue.objects.filter(Exists(here), track__in=near.values("track")).select_related("track__recording")
    run: list[Cue] = []
    rows = cues.order_by("track__recording__title", "track_id", "number")
    for cue in rows.iterator(chunk_size=500):
        if run and not _follows(cue, run[-1]):
            yield run
            run = []
        run.append(cue)
    if run:
        yield run


def _follows(cue: Cue, before: Cue) -> bool:
    same = (cue.track_id, cue.speaker) == (before.track_id, before.speaker)
    return same and cue.number == before.number + 1


def _places_in(run: Sequence[Cue], wrong: str, right: str) -> Iterator[Place]:
    """The first of these names that begins in each caption, with the words of the captions that it spans."""
    whole, begins = joined([cue.text for cue in run])
    done = -1
    for match in pattern(wrong).finditer(whole):
        first, last = (bisect_right(begins, at) - 1 for at in (match.start(), match.end() - 1))
        if first == done or match[0] == right:
            continue
        done, cue = first, run[first]
        end = begins[last] + len(run[last].text)
        parts = (whole[begins[first] : match.start()], match[0], whole[match.end() : end])
        yield Place(cue.pk, cue.track.recording, cue.starts_ms, *(part.replace(SEAM, " ") for part in parts))


def names_in(pairs: Iterable[tuple[str, str]]) -> tuple[str, str] | None:
    """The first name that was corrected in captions that follow each other, each before and after."""
    for changed, run in groupby(pairs, key=lambda pair: pair[0] != pair[1]):
        if changed:
            before, after = (" ".join(texts) for texts in zip(*run, strict=True))
            if found := names_corrected(before, after):
                return found[0]
    return None
