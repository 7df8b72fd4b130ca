"""Captions that come with an imported recording: read them, and write them down as they are."""

from __future__ import annotations

import io
from dataclasses import dataclass

import webvtt
from django.db import transaction

from hub.core import limits
from hub.recordings.models import Cue, Recording, Track

LONGEST_MS = 2**31 - 1


class UnreadableCaptions(ValueError):  # noqa: N818 -- it is an answer, not a fault
    """The file holds no captions that can be read; the message says why."""


@dataclass(frozen=True)
class Line:
    """One caption."""

    starts_ms: int
    ends_ms: int
    speaker: str
    text: str


def read_lines(data: bytes) -> list[Line]:
    """The captions of a WebVTT file, as plain text with who speaks. Raises UnreadableCaptions."""
    try:
        found = webvtt.from_buffer(io.StringIO(data.decode("utf-8-sig")), format="vtt")
    except (UnicodeDecodeError, webvtt.errors.MalformedFileError) as error:
        raise UnreadableCaptions(f"holds no captions that can be read: {error}") from error
    rows = [
        Line(_ms(row.start_time), _ms(row.end_time), (row.voice or "")[: limits.NAME], row.text)
        for row in found.captions
    ]
    if not rows:
        raise UnreadableCaptions("holds no captions")
    if any(row.ends_ms < row.starts_ms or row.ends_ms > LONGEST_MS for row in rows):
        raise UnreadableCaptions("has a caption that ends before it begins, or after a month")
    return rows


@transaction.atomic
def write_track(recording: Recording, lines: list[Line], *, language: str, origin: Track.Origin) -> Track:
    """The captions of a recording in one language; what was there in that language is replaced."""
    track, _made = Track.objects.update_or_create(
        recording=recording, language=language, defaults={"origin": origin}
    )
    track.cues.all().delete()
    Cue.objects.bulk_create(
        Cue(
            track=track,
            number=number,
            starts_ms=row.starts_ms,
            ends_ms=row.ends_ms,
            speaker=row.speaker,
            text=row.text,
        )
        for number, row in enumerate(lines, 1)
    )
    return track


def _ms(stamp: webvtt.models.Timestamp | str) -> int:
    """00:01:02.345 as milliseconds."""
    clock, _, rest = str(stamp).partition(".")
    hours, minutes, seconds = ([0, 0, 0] + [int(part) for part in clock.split(":")])[-3:]
    return (hours * 3600 + minutes * 60 + seconds) * 1000 + int((rest or "0").ljust(3, "0")[:3])
