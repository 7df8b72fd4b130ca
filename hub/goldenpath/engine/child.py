"""Runs a build in a forked child with a time limit, so that nothing of it stays behind or hangs.

The child inherits the imported libraries: starting them anew would take longer than a small build.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from multiprocessing import Pipe
from typing import TypeVar

from .crew import alone
from .errors import BuildFailed

T = TypeVar("T")


def run(work: Callable[[], T], *, limit: float) -> T:
    """Give what `work` returns; raise `BuildFailed` when it fails, dies or takes over `limit` seconds."""
    ours, theirs = Pipe(duplex=False)
    parent = os.getpid()
    pid = os.fork()
    if pid == 0:
        ours.close()
        alone(parent, lambda: theirs.send(_outcome(work)))
    theirs.close()
    try:
        if not ours.poll(limit):
            raise BuildFailed([f"the build took longer than {limit:g} seconds and was stopped"])
        error, value = ours.recv()
    except EOFError as end:
        raise BuildFailed(["the build process ended early; see the log of the worker"]) from end
    finally:
        ours.close()
        _end(pid)
    if error is not None:
        raise error
    return value


def _outcome(work: Callable[[], T]) -> tuple[Exception | None, T | None]:
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)
    try:
        return None, work()
    except BuildFailed as error:
        return BuildFailed(error.messages), None
    except Exception as error:  # noqa: BLE001 -- an unforeseen fault is told like any other
        return BuildFailed([f"{type(error).__name__}: {error}"]), None


def _end(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)  # nothing happens to one that has ended: we have not waited for it yet
    os.waitpid(pid, 0)
