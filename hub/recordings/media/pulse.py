"""The sign of life of a running job: a thread writes it every few seconds, whatever the step does."""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.utils import timezone

from hub.recordings.models import Job

EVERY_S = 3.0
SILENCE = dt.timedelta(seconds=30)  # ten beats missed: its worker is dead
_lost: set[int] = set()
log = logging.getLogger(__name__)


class LostError(Exception):
    """The job is no longer ours: it was begun anew, or is not wanted any more."""


def ours(job: Job) -> dict[str, object]:
    """What the row looks like while this run of the job is the valid one."""
    return {"pk": job.pk, "state": Job.State.RUNNING, "began_at": job.began_at}


def check(job: Job) -> None:
    """Raise LostError when somebody else has the job."""
    if job.pk in _lost:
        raise LostError(str(job))


@contextmanager
def beating(job: Job) -> Iterator[None]:
    """While the block runs, others see that the job is worked on, and how far it is."""
    over = threading.Event()
    thread = threading.Thread(target=_beat, args=(job, over), daemon=True, name=f"pulse-{job.pk}")
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
        _lost.discard(job.pk)


def _beat(job: Job, over: threading.Event) -> None:
    try:
        while not over.wait(EVERY_S):
            try:
                alive = Job.objects.filter(**ours(job)).update(seen_at=timezone.now(), progress=job.progress)
            except Exception:  # noqa: BLE001 -- the database is away; it may come back before anybody misses us
                log.warning("Job %s could not give a sign of life.", job.pk)
                continue
            if not alive:
                _lost.add(job.pk)
                return
    finally:
        connection.close()
