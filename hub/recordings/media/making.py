"""Make what people watch and hear: a 720p video that starts at once and is as loud as the others, and its sound alone.

Spans that were cut get a card and silence; the timeline stays, so captions, chapters and links stay true.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from hub.recordings.actions import processing
from hub.recordings.media import probe, program
from hub.recordings.media.checking import source_of
from hub.recordings.media.probe import Facts
from hub.recordings.media.steps import Skip, Unusable
from hub.recordings.media.store import new_name, on_disk, put, sweep, workshop
from hub.recordings.models import Job, MediaFile

CARD = Path(__file__).with_name("cut.png")
LONG_SIDE, SHORT_SIDE = 1280, 720
MOST_FPS = 60
MARGIN_S = 0.1  # a cut reaches a little further: pictures and packets of sound do not end on its millisecond
LOUDNESS = "loudnorm=I=-16:TP=-1.5:LRA=11:print_format=json"
SILENT_LUFS = -60
H264 = [
    "-c:v", "libx264", "-preset", "veryfast", "-crf", "23", "-maxrate", "4M", "-bufsize", "8M", "-pix_fmt", "yuv420p",
]  # fmt: skip
AAC = ["-c:a", "aac", "-b:a", "128k", "-ar", "48000"]
BARE = ["-sn", "-dn", "-map_metadata", "-1", "-map_chapters", "-1", "-max_muxing_queue_size", "4096"]
Spans = list[tuple[float, float]]


def video(job: Job) -> str:
    """The video that is played in the browser."""
    with workshop(job) as folder:
        path = on_disk(source_of(job).name, folder)
        facts = facts_of(path)
        if not facts.first("Video"):
            raise Skip("There is no picture in it; the sound alone is published.")
        made = folder / "video.mp4"
        spans = cut_spans(job)
        copied = not spans and fits(facts)
        log = _run(video_command(path, made, facts, spans), facts, job)
        loudness = loudness_in(log)
        _keep(job, MediaFile.Kind.VIDEO, made, "video/mp4", {"copied": copied, "loudness": loudness})
    return _said(copied, loudness, facts)


def audio(job: Job) -> str:
    """The sound alone: that of the video as it was made, else of the original."""
    watched = MediaFile.objects.filter(recording=job.recording_id, kind=MediaFile.Kind.VIDEO).first()
    with workshop(job) as folder:
        source = watched or source_of(job)
        path = on_disk(source.name, folder)
        facts = facts_of(path)
        if not facts.first("Audio"):
            raise Skip("There is no sound in it.")
        if facts.first("Video") and not watched:
            raise Skip("There is no video to take it from.")
        made = folder / "audio.m4a"
        log = _run(
            audio_command(path, made, facts, [] if watched else cut_spans(job), copy=bool(watched)),
            facts,
            job,
        )
        loudness = source.details.get("loudness", {}) if watched else loudness_in(log)
        _keep(job, MediaFile.Kind.AUDIO, made, "audio/mp4", {"loudness": loudness})
    return "It is silent." if is_silent(loudness) else ""


def facts_of(path: Path) -> Facts:
    """What is in the file; its length measured when it does not say it."""
    facts = probe.facts_of(path)
    if not facts.seconds:
        facts.seconds = probe.measured(path)
    return facts


def fits(facts: Facts) -> bool:
    """Whether browsers play the picture as it is, and it is no larger than ours."""
    stream, size = facts.first("Video"), facts.picture
    if not stream or not size or not facts.square:
        return False
    plain = stream.codec == "h264" and re.search(r", yuvj?420p[(,]", stream.words) is not None
    return plain and max(size) <= LONG_SIDE and min(size) <= SHORT_SIDE and facts.fps <= MOST_FPS


def target_size(size: tuple[int, int]) -> tuple[int, int]:
    """The same picture within 1280 x 720 (720 x 1280 upright), never larger than it was, in even pixels."""
    box = (LONG_SIDE, SHORT_SIDE) if size[0] >= size[1] else (SHORT_SIDE, LONG_SIDE)
    factor = min(1.0, box[0] / size[0], box[1] / size[1])
    return max(2, int(size[0] * factor / 2) * 2), max(2, int(size[1] * factor / 2) * 2)


def video_command(path: Path, made: Path, facts: Facts, spans: Spans) -> list[str]:
    """The one call that makes the video: the picture copied when it fits, the sound always levelled."""
    picture, sound = facts.first("Video"), facts.first("Audio")
    command = [*program.reading(str(path))]
    if picture is None:
        raise Unusable("There is no picture in it.")
    if spans:
        command += [
            "-i",
            str(CARD),
            "-filter_complex",
            card_filter(picture.index, facts, spans),
            "-map",
            "[shown]",
            *H264,
        ]
    elif fits(facts):
        command += ["-map", f"0:{picture.index}", "-c:v", "copy"]
    else:
        width, height = target_size(facts.picture or (LONG_SIDE, SHORT_SIDE))
        filters = f"scale={width}:{height},setsar=1" + (f",fps={MOST_FPS}" if facts.fps > MOST_FPS else "")
        command += ["-map", f"0:{picture.index}", "-vf", filters, *H264]
    if sound:
        command += ["-map", f"0:{sound.index}", "-af", sound_filter(spans), *AAC, *channels(sound.words)]
    return [*command, *BARE, "-movflags", "+faststart", "-f", "mp4", str(made)]


def audio_command(path: Path, made: Path, facts: Facts, spans: Spans, *, copy: bool) -> list[str]:
    """The one call that makes the sound alone."""
    sound = facts.first("Audio")
    if sound is None:
        raise Unusable("There is no sound in it.")
    coded = ["-c:a", "copy"] if copy else ["-af", sound_filter(spans), *AAC, *channels(sound.words)]
    command = [*program.reading(str(path)), "-map", f"0:{sound.index}", *coded]
    return [*command, "-vn", *BARE, "-movflags", "+faststart", "-f", "mp4", str(made)]


def channels(words: str) -> list[str]:
    """One voice stays one channel; whatever has more becomes two."""
    return ["-ac", "1"] if re.search(r"Hz, (mono|1 channels)", words) else ["-ac", "2"]


def cut_spans(job: Job) -> Spans:
    """What nobody may see or hear, in seconds, a little wider than asked."""
    rows = job.recording.cuts.values_list("starts_ms", "ends_ms")
    return [(max(0.0, start / 1000 - MARGIN_S), end / 1000 + MARGIN_S) for start, end in rows]


def within(spans: Spans) -> str:
    """When the card stands, as the program's own formula."""
    return "+".join(f"between(t,{start:.3f},{end:.3f})" for start, end in spans)


def sound_filter(spans: Spans) -> str:
    """Silence where something was cut, then the loudness of the whole."""
    silence = f"asetpts=PTS-STARTPTS,volume=0:enable='{within(spans)}'," if spans else ""
    return silence + LOUDNESS


def card_filter(index: int, facts: Facts, spans: Spans) -> str:
    """The card over each span. Pictures come evenly, else one from before a cut would stand for all of it."""
    width, height = target_size(facts.picture or (LONG_SIDE, SHORT_SIDE))
    rate = max(15.0, min(30.0, facts.fps))
    fit = f"scale={width}:{height}:force_original_aspect_ratio=decrease"
    pad = f"pad={width}:{height}:(ow-iw)/2:(oh-ih)/2:color=0x1c2330,setsar=1"
    return (
        f"[0:{index}]fps={rate:g},scale={width}:{height},setsar=1[seen];[1:v]{fit},{pad}[card];"
        f"[seen][card]overlay=enable='{within(spans)}':eof_action=repeat,format=yuv420p[shown]"
    )


def loudness_in(log: str) -> dict[str, float]:
    """What the loudness filter measured: before and after, in LUFS."""
    found = re.findall(r"\{[^{}]*\"input_i\"[^{}]*\}", log)
    if not found:
        return {}
    said = json.loads(found[-1])
    return {name: _number(said[key]) for name, key in (("before", "input_i"), ("after", "output_i"))}


def _number(text: str) -> float:
    value = float(text)
    return value if abs(value) < 200 else -99.0  # -inf is no JSON


def is_silent(loudness: dict[str, float]) -> bool:
    """Whether nobody could hear anything in it."""
    return bool(loudness) and loudness["before"] < SILENT_LUFS


def _said(copied: bool, loudness: dict[str, float], facts: Facts) -> str:  # noqa: FBT001
    picture = "The picture was good as it is." if copied else "The picture was made anew."
    if not facts.first("Audio"):
        return f"{picture} There is no sound in it."
    if is_silent(loudness):
        return f"{picture} The sound is silent: look at the microphone."
    return (
        f"{picture} Loudness {loudness['before']:.0f} → {loudness['after']:.0f} LUFS."
        if loudness
        else picture
    )


def _run(command: list[str], facts: Facts, job: Job) -> str:
    try:
        return program.run(command, seconds=facts.seconds, job=job)
    except program.BrokenError as error:
        job.log = error.log
        raise Unusable(f"ffmpeg could not read it to the end: {error}") from error


def _keep(job: Job, kind: str, made: Path, content_type: str, details: dict[str, object]) -> None:
    """Hand a finished file over to the storage, and to the recording."""
    facts = probe.facts_of(made)
    name = new_name(job.recording_id, kind, made.suffix[1:])
    width, height = facts.picture or (None, None)
    size = made.stat().st_size
    sweep(job.recording_id, kind)
    put(made, name)
    processing.keep_file(
        job, kind, name, content_type=content_type, bytes=size, seconds=facts.seconds or None,
        width=width, height=height, details=details,
    )  # fmt: skip
