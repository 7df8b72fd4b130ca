"""Look at a file that was handed in: is it video or audio, how long is it, what is in it?"""

from __future__ import annotations

from pathlib import Path

from hub.recordings.actions import processing
from hub.recordings.media import probe
from hub.recordings.media.probe import Facts
from hub.recordings.media.steps import Unusable
from hub.recordings.media.store import on_disk, workshop
from hub.recordings.models import Job, MediaFile, clock

LONGEST_S = 24 * 3600
MOST_PIXELS = 8192 * 8192
SHORTEST_S = 0.05


def check(job: Job) -> str:
    """Find out what the original is, and note it; what follows is queued by the verb that notes it."""
    original = source_of(job)
    with workshop(job) as folder:
        path = on_disk(original.name, folder)
        content_type, facts = looked_at(path)
    size = facts.picture or (None, None)
    processing.note_original(
        job, content_type=content_type, seconds=facts.seconds, width=size[0], height=size[1],
        details={"streams": [f"{s.kind}: {s.codec}" for s in facts.streams], "fps": facts.fps},
    )  # fmt: skip
    return said_of(facts)


def source_of(job: Job) -> MediaFile:
    """The file as it was handed in."""
    original = MediaFile.objects.filter(recording=job.recording_id, kind=MediaFile.Kind.ORIGINAL).first()
    if original is None:
        raise Unusable("There is no file yet. Hand one in.")
    return original


def looked_at(path: Path) -> tuple[str, Facts]:
    """Type and facts of a file; raises Unusable with the reason when people could neither see nor hear it."""
    if not path.stat().st_size:
        raise Unusable("The file is empty: nothing was recorded, or nothing arrived.")
    content_type = probe.type_of(path)
    facts = probe.facts_of(path)
    if not facts.streams or not content_type.startswith(probe.MEDIA):
        raise Unusable(_no_media(path))
    video, audio = facts.first("Video"), facts.first("Audio")
    if not video and not audio:
        raise Unusable("There is neither a picture nor sound in the file.")
    if not facts.seconds:
        facts.seconds = probe.measured(path)
    if facts.seconds < SHORTEST_S:
        raise Unusable("The file has no length: nothing was recorded, or it was not finished.")
    if facts.seconds > LONGEST_S:
        raise Unusable(f"It is {clock(int(facts.seconds))} long. The longest that is taken is 24 hours.")
    size = facts.picture
    if video and (not size or size[0] * size[1] > MOST_PIXELS or min(size) < 2):
        raise Unusable("The size of its picture is not one that can be shown.")
    return content_type, facts


def _no_media(path: Path) -> str:
    what = probe.looks_like(path)
    if what and not what.startswith(probe.MEDIA):
        return f"This is neither video nor audio: it is {what}."
    if what:
        return "The file is damaged: it begins like a recording, but nothing can be read of it."
    return "This is neither video nor audio, as far as its bytes tell."


def said_of(facts: Facts) -> str:
    """What it is, for people."""
    size, audio = facts.picture, facts.first("Audio")
    if not facts.first("Video"):
        return f"{clock(int(facts.seconds))} of sound, no picture."
    picture = (
        f"{clock(int(facts.seconds))}, {size[0]} by {size[1]} pixels" if size else clock(int(facts.seconds))
    )
    return f"{picture}, with sound." if audio else f"{picture}, without sound."
