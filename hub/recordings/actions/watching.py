"""What people leave behind while they watch: where they stopped, and notes at a second."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from hub.accounts.models import User
from hub.core import limits
from hub.recordings.models import Recording, TimedNote, Watch

LONGEST = 7 * 24 * 3600  # seconds: no recording is longer


@transaction.atomic
def keep_place(recording: Recording, *, by: User, seconds: int) -> Watch:
    """Remember where somebody stopped watching; nobody else hears of it, so nothing is recorded of it."""
    _check_second(recording, seconds, "seconds")
    watch, _made = Watch.objects.update_or_create(
        recording=recording, user=by, defaults={"seconds": seconds, "at": timezone.now()}
    )
    return watch


@transaction.atomic
def forget_place(recording: Recording, *, by: User) -> None:
    """Forget where somebody stopped."""
    Watch.objects.filter(recording=recording, user=by).delete()


@transaction.atomic
def write_note(recording: Recording, *, by: User, at_s: int, text: str, shared: bool = False) -> TimedNote:
    """Keep a note at a second, for oneself or for everybody who may watch. Sent twice it is one note."""
    User.objects.select_for_update().get(pk=by.pk)  # one note of a person at a time
    _check_second(recording, at_s, "at_s")
    text = " ".join(text.split())
    if not text:
        raise ValidationError({"text": "Write what you want to remember."})
    if len(text) > limits.LINE:
        raise ValidationError({"text": f"A note has at most {limits.LINE} characters."})
    note, made = TimedNote.objects.get_or_create(
        recording=recording, user=by, at_s=at_s, text=text, defaults={"shared": shared}
    )
    if not made and note.shared != shared:
        note.shared = shared
        note.save(update_fields=["shared"])
    return note


@transaction.atomic
def remove_note(note: TimedNote, *, by: User) -> None:  # noqa: ARG001 -- every verb is told who
    """Take a note away; its author may, and for a shared one whoever looks after the recording."""
    TimedNote.objects.filter(pk=note.pk).delete()


def _check_second(recording: Recording, second: int, name: str) -> None:
    longest = recording.seconds or LONGEST
    if not 0 <= second <= longest + 1:
        raise ValidationError({name: "The recording has no such second."})
