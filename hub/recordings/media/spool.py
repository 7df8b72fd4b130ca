"""Where files wait while they come in: one file for each upload, in a folder that all machines of the hub share.

What is on the disk counts, not what a row says: after a crash the sender goes on behind the last byte that is here.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from uuid import UUID

from django.conf import settings

CHUNK = 64 * 1024
ROOM_LEFT = 512 * 1024 * 1024  # what must stay free on the disk


def folder() -> Path:
    """The folder of uploads; nobody else on this machine reads it."""
    path = Path(settings.VAR) / "spool" / "uploads"
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def file_of(key: UUID | str) -> Path:
    """The file of an upload."""
    return folder() / str(key)


def _unsure(key: UUID | str) -> Path:
    """Says from where on the file is not proven yet, while a piece with a checksum comes in."""
    return folder() / f"{key}.unsure"


def size(key: UUID | str) -> int:
    """How much is here. A piece whose checksum was never compared does not count and goes."""
    file, unsure = file_of(key), _unsure(key)
    if unsure.exists():
        proven = int(unsure.read_text() or 0)
        if file.exists():
            os.truncate(file, min(proven, file.stat().st_size))
        unsure.unlink()
    return file.stat().st_size if file.exists() else 0


def begin(key: UUID | str) -> None:
    """Make the empty file."""
    file_of(key).touch(mode=0o600)


def append(
    key: UUID | str, read: Callable[[int], bytes], most: int, seen: Callable[[bytes], None] | None = None
) -> int:
    """Write what comes, at most so many bytes, down to the disk; says how many. A broken line keeps what came."""
    written = 0
    with file_of(key).open("ab") as file:
        try:
            while written < most and (piece := read(min(CHUNK, most - written))):
                file.write(piece)
                written += len(piece)
                if seen:
                    seen(piece)
        except OSError:  # the sender is gone (Django's UnreadablePostError is one), or the disk is full
            pass
        _down(file)
    return written


@contextmanager
def unproven(key: UUID | str) -> Iterator[Callable[[], None]]:
    """What is appended inside counts only once the given function was called."""
    unsure = _unsure(key)
    unsure.write_text(str(size(key)))
    yield unsure.unlink
    size(key)  # still unproven: cut off


def _down(file: IO[bytes]) -> None:
    try:
        file.flush()
        os.fsync(file.fileno())
    except OSError:
        pass  # full disk: the size tells how much arrived


def drop(key: UUID | str) -> None:
    """Forget the file."""
    file_of(key).unlink(missing_ok=True)
    _unsure(key).unlink(missing_ok=True)


def has_room(length: int) -> bool:
    """Whether the disk takes so much more."""
    return shutil.disk_usage(folder()).free - length > ROOM_LEFT
