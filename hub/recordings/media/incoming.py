"""Files that lie in the storage: whoever can write there hands in recordings without a browser."""

from __future__ import annotations

import datetime as dt
import logging
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.utils import timezone

from hub.accounts.models import User
from hub.core.alone import alone
from hub.recordings.actions import uploading
from hub.recordings.models import Job, Recording
from hub.recordings.watching import FOLDER, TYPES

SETTLED = dt.timedelta(seconds=60)  # a file that changed just now is still being copied
TAKING_IN = 730_502
log = logging.getLogger(__name__)


def take_in() -> list[str]:
    """Hand in what lies in the storage and waits; says which files. One worker does so at a time."""
    with alone(TAKING_IN) as mine:
        return [*take_dropped(), *take_films()] if mine else []


def take_dropped() -> list[str]:
    """Hand in each file of `incoming/`: to the recording it is named after, else to a new draft; says which."""
    return [name for name in _files(settings.INCOMING) if _try(f"{settings.INCOMING}/{name}")]


def take_films() -> list[str]:
    """Hand in each film that lies beside a recording without files as `recordings/SLUG.mp4`; says which."""
    films = {Path(name).stem: name for name in _files(FOLDER) if Path(name).suffix[1:] in TYPES}
    bare = Recording.objects.filter(slug__in=films, files=None, jobs=None, cuts=None)
    rows = bare.exclude(state=Recording.State.RETIRED).select_related("owner").order_by("pk")
    return [films[row.slug] for row in rows if _try(f"{FOLDER}/{films[row.slug]}", row)]


def _files(folder: str) -> list[str]:
    """What lies in a folder of the storage."""
    try:
        names = default_storage.listdir(folder)[1]
    except (FileNotFoundError, NotADirectoryError):
        return []
    return [name for name in sorted(names) if not name.startswith(".")]


def _named(file: str) -> Recording | None:
    """The recording that a file is named after; a retired one takes no file any more."""
    rows = Recording.objects.exclude(state=Recording.State.RETIRED).select_related("owner")
    return rows.filter(slug=Path(file).stem).first()


def _try(name: str, recording: Recording | None = None) -> bool:
    """Hand one in; one that cannot be handed in keeps no other back."""
    try:
        return _take(name, recording or _named(name))
    except Exception:
        log.exception("%a cannot be taken in.", name)
        return False


def _take(name: str, recording: Recording | None) -> bool:
    if timezone.now() - default_storage.get_modified_time(name) < SETTLED or _known(name):
        return False
    owner = recording.owner if recording and recording.owner else _keeper()
    if owner is None:
        return False
    title = "".join(char if char.isprintable() else " " for char in Path(name).stem.replace("_", " "))
    uploading.take_from_storage(
        name, recording=recording, owner=owner, title=" ".join(title.split()) or "Recording"
    )
    return True


def _known(name: str) -> bool:
    """Whether work on it is under way, or failed: then its owner tries again, and no second draft is made of it."""
    taken = (Job.State.WAITING, Job.State.RUNNING, Job.State.FAILED)
    return Job.objects.filter(
        step=Job.Step.FETCH, state__in=taken, recording__uploads__metadata__storage=name
    ).exists()


def _keeper() -> User | None:
    """Who answers for what nobody sent: the platform admin who has been here longest."""
    return User.objects.filter(is_platform_admin=True, is_active=True).order_by("pk").first()
