"""The steps of the work on a recording that are about its words."""

from __future__ import annotations

from django.core.files.storage import default_storage

from hub.core.errors import Refused
from hub.recordings.linking import suggest_links
from hub.recordings.media.steps import Skip, Unusable
from hub.recordings.models import Job, MediaFile
from hub.recordings.words import speech

HEARD = (MediaFile.Kind.AUDIO, MediaFile.Kind.VIDEO)  # what was made honours the cuts; the original does not


def write_down(job: Job) -> str:
    """Write down what is said."""
    files = {file.kind: file for file in job.recording.files.all()}
    file = next((files[kind] for kind in HEARD if kind in files), None)
    if file is None:
        raise Skip("There is nothing to listen to.")

    def progress(percent: int) -> None:
        job.progress = percent

    try:
        taken = speech.write_down(job.recording, default_storage.path(file.name), progress)
    except speech.Unheard as error:
        raise Unusable(error.reason) from error
    except Refused as error:  # people wrote it, nobody speaks, or no model is here
        raise Skip(error.reason) from error
    return f"{taken.track.cues.count()} captions are written down."


def suggest(job: Job) -> str:
    """Look for what is talked about."""
    found = suggest_links(job.recording)
    if not found:
        raise Skip("It names nothing that the hub knows.")
    return f"{len(found)} links are suggested."
