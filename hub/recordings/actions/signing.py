"""Speakers are asked before what they said is published, and heard afterwards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from hub.activity.actions import record
from hub.core.errors import Refused
from hub.recordings.actions.care import answerable, locked, make_draft
from hub.recordings.care import presenters_of
from hub.recordings.models import Recording, SignOff

if TYPE_CHECKING:
    from hub.accounts.models import User

REMIND_DAYS = (3, 10)


@transaction.atomic
def ask_speakers(recording: Recording, *, by: User, people: Iterable[User] = ()) -> list[SignOff]:
    """Ask people whether what they said may be published; those who present a demo in it are always asked.

    Asked twice they are told once. Gives those who were asked now.
    """
    recording = locked(recording)
    if recording.state != Recording.State.DRAFT:
        raise Refused("Speakers are asked before it is published.", "not_a_draft")
    wanted = {user.pk: user for user in [*presenters_of(recording), *people]}
    if not wanted:
        raise ValidationError({"people": "Name at least one speaker: no demo in it has presenters."})
    there = set(recording.sign_offs.values_list("user", flat=True))
    new = [SignOff(recording=recording, user=user) for key, user in wanted.items() if key not in there]
    rows = SignOff.objects.bulk_create(new)
    if rows:
        asked = [row.user for row in rows]
        said = f"asks whether {recording.title} may be published"
        record("recordings.speakers_asked", recording, said, by=by, tell=asked, public=False)
    return rows


@transaction.atomic
def sign_off(recording: Recording, *, by: User, agrees: bool, words: str = "") -> SignOff:
    """Agree to the publication, or say what should be cut; may be changed until it is published.

    Once it is published, “please take it down” makes it a draft again at once.
    """
    recording = locked(recording)
    words = words.strip()
    if not agrees and not words:
        raise ValidationError({"words": "Say what should be cut, or why not."})
    row = recording.sign_offs.filter(user=by).first() or SignOff(recording=recording, user=by)
    if recording.state != Recording.State.DRAFT and agrees and row.agrees is not None:
        raise Refused("It is published; you can only ask for it to be taken down.", "published")
    row.agrees, row.words, row.said_at = agrees, words, timezone.now()
    row.save()
    if recording.state != Recording.State.DRAFT and not agrees:
        make_draft(recording, by=by, reason=f"{by.name} asks: {words}")
        return row
    said = "agrees to the publication of" if agrees else "asks for a change before the publication of"
    told = answerable(recording)
    record(
        "recordings.signed_off",
        recording,
        f"{said} {recording.title}",
        by=by,
        tell=told,
        public=False,
        words=words,
    )
    return row


def due_reminders(now: dt.datetime) -> list[int]:
    """Sign-offs of drafts that wait for an answer so long that a reminder is due."""
    waiting = SignOff.objects.filter(
        agrees=None, user__is_active=True, recording__state=Recording.State.DRAFT,
        asked_at__lte=now - dt.timedelta(days=REMIND_DAYS[0]),
    )  # fmt: skip
    rows = waiting.values_list("pk", "asked_at", "reminded_days")
    return [key for key, asked, before in rows if _due(asked, now) > (before or 0)]


@transaction.atomic
def remind_speaker(key: int, *, now: dt.datetime) -> bool:
    """Remind one speaker, once per date; a clock that slept sends one reminder, not two."""
    found = SignOff.objects.filter(pk=key, agrees=None).select_related("recording", "user")
    row = found.select_for_update(of=("self",)).first()
    if row is None or row.recording.state != Recording.State.DRAFT:
        return False
    days = _due(row.asked_at, now)
    if days <= (row.reminded_days or 0):
        return False
    row.reminded_days = days
    row.save(update_fields=["reminded_days"])
    said = f"{row.recording.title} waits for your word: may it be published?"
    record("recordings.sign_off_reminded", row.recording, said, by=None, tell=[row.user], public=False)
    return True


def _due(asked: dt.datetime, now: dt.datetime) -> int:
    """The last of the days on which a reminder was due by now; 0 before the first."""
    return max((days for days in REMIND_DAYS if asked + dt.timedelta(days=days) <= now), default=0)
