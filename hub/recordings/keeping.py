"""How long recordings are kept: which owners are to be warned today, what is over, whose files are to go."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet

from hub.recordings.models import MediaFile, Recording
from hub.recordings.watching import FOLDER, TYPES

WARN_DAYS = (60, 30, 7)  # as people expect it from mailboxes and libraries


def warning_due(recording: Recording, day: dt.date) -> int | None:
    """Which warning its owner should have by that day and has not: 60, 30 or 7; the nearest when some were missed."""
    if recording.keep_until is None or recording.state != Recording.State.PUBLISHED:
        return None
    left = (recording.keep_until - day).days
    due = min((days for days in WARN_DAYS if left <= days), default=None)
    before = recording.warned_days
    return due if due is not None and left > 0 and (before is None or due < before) else None


def to_warn(day: dt.date) -> QuerySet[Recording]:
    """Published recordings whose end is near enough that somebody may have to be warned."""
    soon = day + dt.timedelta(days=max(WARN_DAYS))
    near = Recording.objects.listed().filter(keep_until__gt=day, keep_until__lte=soon)
    return near.filter(Q(warned_days=None) | Q(warned_days__gt=min(WARN_DAYS)))


def over(day: dt.date) -> QuerySet[Recording]:
    """Published recordings that nobody kept."""
    return Recording.objects.listed().filter(keep_until__lte=day)


def with_files_to_go() -> QuerySet[Recording]:
    """Retired recordings that still have files: what a worker that was killed left undone."""
    files = MediaFile.objects.values("recording")
    return Recording.objects.filter(state=Recording.State.RETIRED, pk__in=files)


def names_in_storage(recording: Recording) -> list[str]:
    """Every file of it in the storage, with the name that older versions of the hub looked for."""
    older = [f"{FOLDER}/{recording.slug}.{ending}" for ending in TYPES]
    return [*recording.files.values_list("name", flat=True), *older]
