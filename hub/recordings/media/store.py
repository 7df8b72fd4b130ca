"""Files between this machine and the storage: a folder or something far away, under names nobody guesses."""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage

from hub.recordings.models import Job, MediaFile

FOLDER = "recordings"


def new_name(recording_id: int, kind: str, ending: str, token: str = "") -> str:
    """A name in the storage for a new file of a recording."""
    return f"{FOLDER}/{recording_id}/{kind}-{token or secrets.token_hex(12)}.{ending}"


@contextmanager
def workshop(job: Job) -> Iterator[Path]:
    """A folder for what a job is making; empty at the beginning, gone at the end."""
    folder = Path(settings.VAR) / "spool" / "jobs" / str(job.pk)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def on_disk(name: str, folder: Path) -> Path:
    """The file as a path of this machine; fetched into the folder when the storage is elsewhere."""
    try:
        return Path(default_storage.path(name))
    except NotImplementedError:
        copy = folder / f"source-{Path(name).name}"
        if not copy.exists():
            with default_storage.open(name) as source, copy.open("wb") as target:
                shutil.copyfileobj(source, target, 1024 * 1024)
        return copy


def put(path: Path, name: str) -> None:
    """Move a finished file of this machine into the storage, whole or not at all."""
    try:
        target = Path(default_storage.path(name))
    except NotImplementedError:
        with path.open("rb") as file:
            default_storage.save(name, File(file))
        path.unlink()
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        path.replace(target)
    except OSError:  # another disk: copy under a name of its own, then rename
        part = target.with_name(f".{target.name}.part")
        shutil.copyfile(path, part)
        _flush(part)
        part.replace(target)
        path.unlink()
    target.chmod(0o644)


def _flush(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def sweep(recording_id: int, kind: str) -> None:
    """Forget what a killed worker put there before a row named it."""
    folder = f"{FOLDER}/{recording_id}"
    try:
        files = default_storage.listdir(folder)[1]
    except (FileNotFoundError, NotADirectoryError):
        return
    for file in files:
        if file.removeprefix(".").startswith(f"{kind}-"):
            remove(f"{folder}/{file}")


def remove(name: str) -> None:
    """Forget a file, unless a row still names it."""
    if not MediaFile.objects.filter(name=name).exists():
        default_storage.delete(name)


def digest_of(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
