"""Captions in the database: written, read, and made findable in one transaction."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from hub.core import limits
from hub.recordings.models import Cue, Cut, Passage, Recording, Track
from hub.recordings.words.captions import Line, spared
from hub.recordings.words.windows import windows

BATCH = 2000


def lines_of(track: Track) -> list[Line]:
    """All captions of a track, also those that are cut: for those who look after it."""
    rows = track.cues.order_by("number").values_list("starts_ms", "ends_ms", "text", "speaker")
    return [Line(*row) for row in rows]


def cuts_of(recording: Recording) -> list[tuple[int, int]]:
    """What nobody hears any more (milliseconds)."""
    return list(Cut.objects.filter(recording=recording).values_list("starts_ms", "ends_ms"))


def shown_lines(track: Track) -> list[Line]:
    """The captions that people see: without what was cut."""
    return spared(lines_of(track), cuts_of(track.recording))


def write_lines(track: Track, lines: Sequence[Line]) -> None:
    """Put these captions in the place of what was there, and make them findable."""
    track.cues.all().delete()
    rows = [Cue(track=track, number=number, **vars(line)) for number, line in enumerate(lines, 1)]
    Cue.objects.bulk_create(rows, batch_size=BATCH)
    index(track)


def index(track: Track) -> None:
    """Make the passages of a track anew, in the transaction of the verb that changed its words."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("passages are made in the transaction that changed the captions")
    track.passages.all().delete()
    rows = [
        Passage(
            recording_id=track.recording_id, track=track, starts_ms=window.starts_ms, ends_ms=window.ends_ms,
            text=window.text, times=window.times, speakers=", ".join(window.speakers)[: limits.LINE],
        )
        for window in windows(shown_lines(track))
    ]  # fmt: skip
    Passage.objects.bulk_create(rows, batch_size=BATCH)


def index_recording(recording: Recording) -> None:
    """Make the passages of every track anew: whoever cuts a recording calls this in the same transaction."""
    for track in recording.tracks.all():
        index(track)


def touch(track: Track) -> None:
    """Count a change of a track."""
    track.version += 1
    track.changed_at = timezone.now()
    if track.origin == Track.Origin.MACHINE:
        track.origin = Track.Origin.CORRECTED
    track.save(update_fields=["version", "changed_at", "origin"])
