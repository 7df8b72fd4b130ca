"""Correct a name wherever it was misheard, and remember it."""

from __future__ import annotations

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction

from hub.accounts.models import User
from hub.catalog.models import Service
from hub.core import limits
from hub.recordings.actions.words.correcting import locked, note_correction
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
    changed = 0
    for track in [locked(row) for row in tracks]:
        rows = list(Cue.objects.filter(pk__in=cues, track=track))
        news = [cue for cue in rows if _rewritten(cue, wrong, right)]
        if news:
            Cue.objects.bulk_update(news, ["text"], batch_size=500)
            keeping.touch(track)
            keeping.index(track)
            note_correction([track], by, f"corrected {right} in")
        changed += len(news)
    return changed


def _check(wrong: str, right: str) -> None:
    for name, value in (("wrong", wrong), ("right", right)):
        if not value or "\0" in value or len(value) > limits.NAME:
            raise ValidationError({name: f"Write one to {limits.NAME} letters."})
    if wrong == right:
        raise ValidationError({"right": "This is what stands there already."})


def _rewritten(cue: Cue, wrong: str, right: str) -> bool:
    before = cue.text
    cue.text = corrected(before, wrong, right)[: limits.TEXT]
    return cue.text != before
