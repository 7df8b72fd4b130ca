"""Correct a name wherever it was misheard, and remember it."""

from __future__ import annotations

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction

from hub.accounts.models import User
from hub.catalog.models import Service
from hub.core import limits
from hub.recordings.actions.words.correcting import locked, note_correction, told, write_cues
from hub.recordings.models import Cue, RecordingQuerySet, Spelling, Track
from hub.recordings.words import keeping
from hub.recordings.words.spelling import corrected


@transaction.atomic
def spell_name(*, wrong: str, right: str, cues: Collection[int], among: RecordingQuerySet, by: User) -> int:
    """Write a name rightly in these captions (of recordings `among` which the person may), and remember it.

    Later machine transcripts have it right. Says how many captions changed. Raises ValidationError.
    """
    wrong, right = " ".join(wrong.lower().split()), " ".join(right.split())
    _check(wrong, right)
    service = Service.objects.filter(name__iexact=right).first()
    Spelling.objects.update_or_create(wrong=wrong, defaults={"right": right, "service": service, "by": by})
    chosen = Cue.objects.filter(pk__in=cues, track__recording__in=among)
    tracks = Track.objects.filter(cues__in=chosen).distinct().order_by("recording_id", "pk")
    return sum(_respell(locked(row), wrong, right, cues, by) for row in tracks)


def _respell(track: Track, wrong: str, right: str, chosen: Collection[int], by: User) -> int:
    """Write the name rightly where it begins in one of these captions; says how many captions changed."""
    cues = list(track.cues.order_by("number"))
    before = {cue.pk: told(cue) for cue in cues}
    places = {place for place, cue in enumerate(cues) if cue.pk in chosen}
    texts = corrected([cue.text for cue in cues], [cue.speaker for cue in cues], wrong, right, places)
    kept: list[Cue] = []
    news: dict[int, Cue] = {}
    for cue, text in zip(cues, texts, strict=True):
        if text != cue.text:
            news[cue.pk], cue.text = cue, text[: limits.TEXT]
        if cue.text or cue.pk not in news:
            kept.append(cue)
        elif kept:  # all of it is in the caption before now
            kept[-1].ends_ms = max(kept[-1].ends_ms, cue.ends_ms)
    if news:
        write_cues(track, kept, before.keys() - {cue.pk for cue in kept}, before)
        keeping.touch(track)
        keeping.index(track)
        note_correction([track], by, f"corrected {right} in")
    return len(news)


def _check(wrong: str, right: str) -> None:
    for name, value in (("wrong", wrong), ("right", right)):
        if not value or "\0" in value or len(value) > limits.NAME:
            raise ValidationError({name: f"Write one to {limits.NAME} letters."})
    if wrong == right:
        raise ValidationError({"right": "This is what stands there already."})
