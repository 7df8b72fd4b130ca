"""File locks: the kernel drops them however a process dies, so there is never a list to clean up."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

_held: dict[Path, int] = {}  # the locks of users, kept until this process ends or lets go


def hold(file: Path) -> None:
    """Be one of the users of this file until the process ends; waits while somebody has it alone."""
    if file not in _held:
        lock = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(lock, fcntl.LOCK_SH)
        _held[file] = lock


def let_go(file: Path) -> bool:
    """No longer be one of its users; false when we were none."""
    lock = _held.pop(file, None)
    if lock is not None:
        os.close(lock)
    return lock is not None


@contextlib.contextmanager
def alone(file: Path) -> Iterator[None]:
    """Have the file alone; waits for others."""
    lock = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def nobody_has(file: Path) -> bool:
    """Whether the file could be had alone at this moment."""
    return _free(file, fcntl.LOCK_EX)


def nobody_has_alone(file: Path) -> bool:
    """Whether one could become a user of it at this moment."""
    return _free(file, fcntl.LOCK_SH)


def _free(file: Path, kind: int) -> bool:
    lock = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, kind | fcntl.LOCK_NB)
    except OSError:
        return False
    finally:
        os.close(lock)
    return True
