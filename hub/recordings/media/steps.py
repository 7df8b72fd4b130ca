"""Which function does which step of the work on a recording, in the order of the work.

A step takes its Job and returns what came of it, in words for people. It may be run again at any time: a second run
does no harm. `job.progress` may be set while it works; raise Skip or Unusable to say that there is nothing to do, or
that it cannot be done.
"""

from __future__ import annotations

from collections.abc import Callable

from django.utils.module_loading import import_string

from hub.recordings.models import Job

STEPS: dict[str, str] = {
    Job.Step.FETCH: "hub.recordings.media.fetching.fetch",
    Job.Step.CHECK: "hub.recordings.media.checking.check",
    Job.Step.VIDEO: "hub.recordings.media.making.video",
    Job.Step.POSTER: "hub.recordings.media.pictures.poster",
    Job.Step.STORYBOARD: "hub.recordings.media.pictures.storyboard",
    Job.Step.AUDIO: "hub.recordings.media.making.audio",
    Job.Step.CHAPTERS: "hub.recordings.media.reading.chapters",
    Job.Step.CAPTIONS: "hub.recordings.media.reading.captions",
    Job.Step.SPEECH: "hub.recordings.words.steps.write_down",
    Job.Step.LINKS: "hub.recordings.words.steps.suggest",
}
# What is made of the file as people may see and hear it; made anew when something is cut.
MADE = (Job.Step.VIDEO, Job.Step.POSTER, Job.Step.STORYBOARD, Job.Step.AUDIO)


class Skip(Exception):  # noqa: N818 -- it is an answer, not a fault
    """There is nothing to do here; the words say why."""


class Unusable(Exception):  # noqa: N818 -- it is an answer, not a fault
    """It cannot be done, and trying again would not help; the words say why."""


def step_of(job: Job) -> Callable[[Job], str]:
    """The function that does this job."""
    found: Callable[[Job], str] = import_string(STEPS[job.step])
    return found


def after_check() -> list[str]:
    """The steps that follow once the file is known to be good, in their order."""
    return [step for step in STEPS if step not in (Job.Step.FETCH, Job.Step.CHECK)]
