"""Keep a recording, warn its owner, retire it on its day, and take its files out of the storage."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from hub.activity.actions import record
from hub.core.errors import Refused
from hub.recordings import keeping
from hub.recordings.actions.care import answerable, locked, retire_recording
from hub.recordings.models import Recording

if TYPE_CHECKING:
    from hub.accounts.models import User


@transaction.atomic
def keep_recording(recording: Recording, *, by: User, until: dt.date | None = None) -> Recording:
    """Keep it until a day, or for ever; warnings begin anew."""
    recording = locked(recording)
    if recording.state == Recording.State.RETIRED:
        raise Refused("It is retired; a platform admin can bring it back.", "retired")
    if until and until <= timezone.localdate():
        raise ValidationError({"until": "Choose a day to come."})
    recording.keep_until, recording.warned_days = until, None
    recording.save(update_fields=["keep_until", "warned_days"])
    said = f"keeps {recording.title} " + (f"until {until:%-d %B %Y}" if until else "for ever")
    record("recordings.recording_kept", recording, said, by=by, tell=answerable(recording), public=False)
    return recording


@transaction.atomic
def warn_owner(recording: Recording, *, day: dt.date) -> int | None:
    """Warn the owner, or the platform admins when there is none any more; each warning once. Gives its days."""
    recording = locked(recording)
    due = keeping.warning_due(recording, day)
    if due is None or recording.keep_until is None:
        return None
    recording.warned_days = due
    recording.save(update_fields=["warned_days"])
    end = f"{recording.keep_until:%-d %B %Y}"
    record(
        "recordings.recording_expiring", recording, f"{recording.title} is retired on {end} unless somebody keeps it",
        by=None, tell=answerable(recording), public=False, days=due,
        lines=[
            f"On {end} the files of “{recording.title}” are taken away; its page and its words stay.",
            "On its page you can keep it, offer to show it again, or retire it today.",
        ],
    )  # fmt: skip
    return due


def retire_when_over(recording: Recording, *, day: dt.date) -> bool:
    """Retire it when its day has come and nobody kept it."""
    with transaction.atomic():
        now = locked(recording)
        if now.state != Recording.State.PUBLISHED or now.keep_until is None or now.keep_until > day:
            return False
        retire_recording(now, by=None, reason=f"It was kept until {now.keep_until:%-d %B %Y}.")
    return True


@transaction.atomic
def remove_files(recording: Recording) -> int:
    """Take the files of a retired recording out of the storage; says how many.

    The row of a file goes after the file: a worker that is killed between the two finds it again.
    """
    recording = locked(recording)
    if recording.state != Recording.State.RETIRED:
        return 0
    names = [name for name in keeping.names_in_storage(recording) if default_storage.exists(name)]
    for name in names:
        default_storage.delete(name)
    recording.files.all().delete()
    return len(names)
