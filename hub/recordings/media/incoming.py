"""The folder `incoming/` of the storage: whoever can write there hands in recordings without a browser."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.utils import timezone

from hub.accounts.models import User
from hub.recordings.actions import uploading
from hub.recordings.models import Job, Recording

SETTLED = dt.timedelta(seconds=60)  # a file that changed just now is still being copied


def take_in() -> list[str]:
    """Hand in each file that lies there: to the recording it is named after, else to a new draft; says which."""
    try:
        names = default_storage.listdir(settings.INCOMING)[1]
    except (FileNotFoundError, NotADirectoryError):
        return []
    return [name for name in sorted(names) if not name.startswith(".") and _take(name)]


def _take(file: str) -> bool:
    name = f"{settings.INCOMING}/{file}"
    if timezone.now() - default_storage.get_modified_time(name) < SETTLED or _known(name):
        return False
    stem = Path(file).stem
    recording = Recording.objects.filter(slug=stem).first()
    owner = recording.owner if recording and recording.owner else _keeper()
    if owner is None:
        return False
    uploading.take_from_storage(
        name, recording=recording, owner=owner, title=stem.replace("_", " ").strip() or "Recording"
    )
    return True


def _known(name: str) -> bool:
    """Whether work on it is under way."""
    waiting = (Job.State.WAITING, Job.State.RUNNING)
    return Job.objects.filter(
        step=Job.Step.FETCH, state__in=waiting, recording__uploads__metadata__storage=name
    ).exists()


def _keeper() -> User | None:
    """Who answers for what nobody sent: the platform admin who has been here longest."""
    return User.objects.filter(is_platform_admin=True, is_active=True).order_by("pk").first()
