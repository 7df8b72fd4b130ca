"""What is put into the library folder after it was taken in: it comes by itself."""

from __future__ import annotations

import logging
import shutil
import time
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage

from hub.core.alone import alone
from hub.exchange.actions import import_community
from hub.exchange.formats.community import RECORDING
from hub.recordings.media.store import put
from hub.recordings.models import Recording
from hub.recordings.watching import FOLDER, TYPES

TAKING_IN = 730_503
SETTLED_S = 60  # what changed just now is still being written
log = logging.getLogger(__name__)
_refused: dict[
    Path, float
] = {}  # when what could not be taken in was changed last: it is not tried again until then


def take_added() -> list[str]:
    """Take in what the library has more than the hub: folders of recordings, and films of recordings; says which.

    A library of which nothing is known was never taken in; it is left alone.
    """
    library = Path(settings.LIBRARY) if settings.LIBRARY else None
    if library is None or not library.is_dir():
        return []
    with alone(TAKING_IN) as mine:
        return [*_folders(library), *_films(library)] if mine else []


def _folders(library: Path) -> list[str]:
    """Each folder with a `recording.yml` that names no recording of the hub yet."""
    names = sorted(path.parent.name for path in library.glob(f"*/{RECORDING}"))
    known = set(Recording.objects.filter(slug__in=names).values_list("slug", flat=True))
    return [name for name in names if known and name not in known and _take(library / name)]


def _take(folder: Path) -> bool:
    changed = max(path.stat().st_mtime for path in (folder, *folder.iterdir()))
    if time.time() - changed < SETTLED_S or _refused.get(folder) == changed:
        return False
    report = import_community([folder], by=None)
    if report.total("created"):
        return True
    _refused[folder] = changed
    log.warning("%s is not taken in: %s", folder.name, "; ".join(remark.reason for remark in report.refused))
    return False


def _films(library: Path) -> list[str]:
    """Each `SLUG.mp4` of a recording without files goes into the storage, where the hub adopts it."""
    films = {path.stem: path for path in sorted(library.iterdir()) if path.suffix[1:] in TYPES}
    bare = Recording.objects.filter(slug__in=films, files=None, jobs=None, cuts=None).exclude(state="retired")
    return [films[slug].name for slug in bare.values_list("slug", flat=True) if _bring(films[slug])]


def _bring(film: Path) -> bool:
    name = f"{FOLDER}/{film.name}"
    if film.is_symlink() or time.time() - film.stat().st_mtime < SETTLED_S or default_storage.exists(name):
        return False
    copy = Path(settings.VAR) / "spool" / f"library-{film.name}"
    copy.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(film, copy)
    put(copy, name)  # whole or not at all
    return True
