"""A worker's round: take the next piece of work, do it, say how it ended."""

from __future__ import annotations

import logging
import traceback

from django.utils import timezone

from hub.recordings.actions import processing
from hub.recordings.media import pulse
from hub.recordings.media.program import BrokenError, last_words
from hub.recordings.media.steps import Skip, Unusable, step_of
from hub.recordings.models import Job

log = logging.getLogger(__name__)
ROUNDS = 50  # then the worker looks at its queue again


def work_off() -> int:
    """Do what waits, one piece after the other; says how many pieces."""
    done = 0
    while done < ROUNDS and work_once():
        done += 1
    return done


def work_once() -> bool:
    """Do one piece of work; whether there was one."""
    job = processing.claim(timezone.now())
    if job is None:
        return False
    try:
        with pulse.beating(job):
            _do(job)
    except pulse.LostError:
        log.info("%s is not wanted any more, or somebody else does it.", job)
    return True


def _do(job: Job) -> None:
    """One step, and the word on how it ended."""
    try:
        said = step_of(job)(job)
    except Skip as answer:
        processing.finish(job, Job.State.SKIPPED, str(answer), job.log)
    except Unusable as answer:
        processing.finish(job, Job.State.FAILED, str(answer), job.log)
    except BrokenError as error:
        processing.finish(
            job, Job.State.FAILED, f"ffmpeg could not do it: {last_words(error.log)}", error.log
        )
    except pulse.LostError:
        raise
    except Exception as error:  # a full disk, a database that is away: try again a little later
        log.exception("%s failed.", job)
        processing.put_back(job, f"{type(error).__name__}: {error}\n{traceback.format_exc()}")
    else:
        processing.finish(job, Job.State.DONE, said, job.log)
