"""Correct captions: their words, speakers and times; split one, join two, move all."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from hub.accounts.models import User
from hub.activity.actions import record
from hub.core import limits
from hub.core.errors import Refused
from hub.recordings.models import Cue, Recording, Track
from hub.recordings.words import keeping
from hub.recordings.words.captions import LONGEST_MS
from hub.recordings.words.markup import plain

FURTHEST_MS = 24 * 3_600_000


@dataclass(frozen=True)
class Edit:
    """What a caption becomes; without words it goes."""

    cue: int
    starts_ms: int
    ends_ms: int
    speaker: str
    text: str


@transaction.atomic
def correct_captions(
    track: Track,
    *,
    version: int,
    edits: Sequence[Edit],
    by: User,
    split: tuple[int, int] | None = None,
    join: int | None = None,
) -> Track:
    """Write corrections to captions, then split one at a place in its words, or join one with the next.

    `version` is the one that was read. Raises Refused when others changed the captions since, ValidationError.
    """
    track = locked(track, version)
    cues = list(track.cues.order_by("number"))
    found = {cue.pk: cue for cue in cues}
    before = {cue.pk: told(cue) for cue in cues}
    for edit in edits:
        if edit.cue not in found:
            raise Refused("A caption is not there any more.", "changed_meanwhile")
        _apply(found[edit.cue], edit)
    cues = [cue for cue in cues if cue.text]
    if split:
        cues = _split(cues, *split)
    if join:
        cues = _joined(cues, join)
    cues.sort(key=lambda cue: (cue.starts_ms, cue.ends_ms))
    gone = before.keys() - {cue.pk for cue in cues}
    if not write_cues(track, cues, gone, before):
        return track
    return _corrected(track, by)


@transaction.atomic
def shift_captions(track: Track, *, version: int, ms: int, by: User) -> Track:
    """Move all captions by so many milliseconds, earlier when negative; none before the beginning.

    Raises Refused when others changed the captions since, ValidationError.
    """
    if not 0 < abs(ms) <= FURTHEST_MS:
        raise ValidationError({"seconds": "Say by how many seconds, at most a day."})
    track = locked(track, version)
    cues = list(track.cues.order_by("number"))
    for cue in cues:
        cue.starts_ms = min(LONGEST_MS, max(0, cue.starts_ms + ms))
        cue.ends_ms = min(LONGEST_MS, max(0, cue.ends_ms + ms))
    Cue.objects.bulk_update(cues, ["starts_ms", "ends_ms"], batch_size=500)
    return _corrected(track, by)


def locked(track: Track, version: int | None = None) -> Track:
    """The track as it is now, and nobody else changes it or the cuts meanwhile."""
    recording = Recording.objects.select_for_update(of=("self",)).get(pk=track.recording_id)
    track = Track.objects.select_for_update(of=("self",)).get(pk=track.pk)
    track.recording = recording
    if version is not None and track.version != version:
        raise Refused(
            "Somebody else has changed these captions since you opened them. What you typed is still here.",
            "changed_meanwhile",
        )
    return track


def _apply(cue: Cue, edit: Edit) -> None:
    if edit.ends_ms < edit.starts_ms or not 0 <= edit.starts_ms <= edit.ends_ms <= LONGEST_MS:
        raise ValidationError(f"A caption cannot end before it begins: “{edit.text[:40]}”.")
    cue.starts_ms, cue.ends_ms = edit.starts_ms, edit.ends_ms
    cue.speaker = " ".join(edit.speaker.replace("\0", "").split())[: limits.NAME]
    cue.text = plain(edit.text.replace("&", "&amp;").replace("<", "&lt;"))


def _split(cues: list[Cue], key: int, at: int) -> list[Cue]:
    """One caption as two: the time is shared as the words are."""
    place = _place(cues, key)
    cue = cues[place]
    first, second = _halves(cue.text, at)
    if not first or not second:
        raise ValidationError("There is only one word in this caption: it cannot be split.")
    middle = cue.starts_ms + (cue.ends_ms - cue.starts_ms) * len(first) // (len(first) + len(second))
    rest = Cue(track=cue.track, starts_ms=middle, ends_ms=cue.ends_ms, speaker=cue.speaker, text=second)
    cue.text, cue.ends_ms = first, middle
    return [*cues[: place + 1], rest, *cues[place + 1 :]]


def _halves(text: str, at: int) -> tuple[str, str]:
    """The words before and after a place; at an end, or without one, in the middle."""
    if not text[:at].strip() or not text[at:].strip():
        half = len(text) // 2
        gaps = [number for number, sign in enumerate(text) if sign.isspace()]
        at = min(gaps, key=lambda gap: abs(gap - half), default=0)
    return text[:at].strip(), text[at:].strip()


def _joined(cues: list[Cue], key: int) -> list[Cue]:
    """A caption and the next as one."""
    place = _place(cues, key)
    if place + 1 >= len(cues):
        raise ValidationError("This is the last caption: there is none to join it with.")
    cue, rest = cues[place], cues[place + 1]
    cue.text = f"{cue.text}\n{rest.text}"
    cue.ends_ms, cue.speaker = max(cue.ends_ms, rest.ends_ms), cue.speaker or rest.speaker
    return [*cues[: place + 1], *cues[place + 2 :]]


def _place(cues: Sequence[Cue], key: int) -> int:
    for place, cue in enumerate(cues):
        if cue.pk == key:
            return place
    raise Refused("A caption is not there any more.", "changed_meanwhile")


def write_cues(
    track: Track, cues: Sequence[Cue], gone: Collection[int], before: Mapping[int, object]
) -> bool:
    """Write captions in their order and remove those that are gone; says whether anything changed.

    The rows that stay keep their keys, so that a page somebody has open still names them. `before` is what they were.
    """
    for number, cue in enumerate(cues, 1):
        cue.number = number
    news = [cue for cue in cues if before.get(cue.pk) != told(cue)]
    track.cues.filter(pk__in=gone).delete()
    fields = ["number", "starts_ms", "ends_ms", "speaker", "text"]
    Cue.objects.bulk_update([cue for cue in news if cue.pk], fields, batch_size=500)
    Cue.objects.bulk_create([cue for cue in news if not cue.pk])
    return bool(news or gone)


def _corrected(track: Track, by: User) -> Track:
    keeping.touch(track)
    keeping.index(track)
    note_correction([track], by, "corrected the captions of")
    return track


def note_correction(tracks: Iterable[Track], by: User, what: str) -> None:
    """Write down that captions were corrected."""
    for track in tracks:
        recording = track.recording
        record(
            "recordings.captions_corrected", recording, f"{what} {recording.title}", by=by,
            public=recording.is_open, language=track.language, version=track.version,
        )  # fmt: skip


def told(cue: Cue) -> tuple[int, int, int, str, str]:
    """What a caption says, to see whether it changed."""
    return cue.number, cue.starts_ms, cue.ends_ms, cue.speaker, cue.text
