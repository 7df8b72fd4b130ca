"""Pictures of a recording: one for lists, and a sheet of small ones for the bar that people seek with."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

from hub.recordings.actions import processing
from hub.recordings.media import probe, program
from hub.recordings.media.making import Spans, cut_spans, target_size
from hub.recordings.media.steps import Skip, Unusable
from hub.recordings.media.store import new_name, on_disk, put, sweep, workshop
from hub.recordings.models import Job, MediaFile

MOST_TILES, COLUMNS, TILE = 100, 10, 160
LEAST_S = 2.0


def poster(job: Job) -> str:
    """One picture that tells the recording from others."""
    watched = _watched(job)
    at = _moment(watched.seconds or 0.0, cut_spans(job))
    with workshop(job) as folder:
        path, made = on_disk(watched.name, folder), folder / "poster.jpg"
        for begin in (at, 0.0):
            picture = ["-vf", "thumbnail=25", "-frames:v", "1", "-q:v", "4", "-f", "image2", str(made)]
            program.run(
                ["-ss", f"{begin:.2f}", *program.reading(str(path)), *picture], job=job, may_fail=True
            )
            if made.exists() and made.stat().st_size:
                _keep(job, MediaFile.Kind.POSTER, made, {"at": round(begin, 2)})
                return ""
    raise Unusable("No picture could be taken of it.")


def storyboard(job: Job) -> str:
    """A sheet of at most a hundred small pictures, evenly over the recording."""
    watched = _watched(job)
    seconds = watched.seconds or 0.0
    every = max(LEAST_S, math.ceil(seconds / MOST_TILES))
    tiles = max(1, math.ceil(seconds / every))
    columns = min(COLUMNS, tiles)
    rows = math.ceil(tiles / columns)
    width, height = _tile(watched)
    filters = f"fps=1/{every:g}:round=up,scale={width}:{height},tile={columns}x{rows}"
    with workshop(job) as folder:
        path, made = on_disk(watched.name, folder), folder / "storyboard.jpg"
        sheet = ["-an", "-vf", filters, "-frames:v", "1", "-q:v", "6", "-f", "image2", str(made)]
        program.run(["-skip_frame", "nokey", *program.reading(str(path)), *sheet], seconds=seconds, job=job)
        details = {
            "every": every, "tiles": tiles, "columns": columns, "rows": rows, "width": width, "height": height,
        }  # fmt: skip
        _keep(job, MediaFile.Kind.STORYBOARD, made, details)
    return ""


def _watched(job: Job) -> MediaFile:
    """The video as people see it: what was cut is in no picture."""
    row = MediaFile.objects.filter(recording=job.recording_id, kind=MediaFile.Kind.VIDEO).first()
    if row is None:
        raise Skip("There is no video to take it from.")
    return row


def _moment(seconds: float, spans: Spans) -> float:
    """A tenth into it, or right behind a cut that lies there."""
    at = seconds / 10
    for start, end in sorted(spans):
        if start <= at <= end and end + 1 < seconds:
            at = end + 0.2
    return at


def _tile(watched: MediaFile) -> tuple[int, int]:
    width, height = target_size((watched.width or 16, watched.height or 9))
    factor = TILE / max(width, height)
    return max(2, int(width * factor / 2) * 2), max(2, int(height * factor / 2) * 2)


def _keep(job: Job, kind: str, made: Path, details: dict[str, Any]) -> None:
    size = probe.facts_of(made).picture or (None, None)
    name, length = new_name(job.recording_id, kind, "jpg"), made.stat().st_size
    sweep(job.recording_id, kind)
    put(made, name)
    processing.keep_file(
        job,
        kind,
        name,
        content_type="image/jpeg",
        bytes=length,
        width=size[0],
        height=size[1],
        details=details,
    )
