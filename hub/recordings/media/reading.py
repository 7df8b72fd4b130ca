"""What a file already brings along: its chapters and its captions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import webvtt

from hub.core import limits
from hub.recordings.actions import processing
from hub.recordings.media import program
from hub.recordings.media.checking import source_of
from hub.recordings.media.making import facts_of
from hub.recordings.media.steps import Skip, Unusable
from hub.recordings.media.store import on_disk, workshop
from hub.recordings.models import Cue, Job

ESCAPED = re.compile(r"\\(.)", re.DOTALL)
MOST_CHAPTERS = 500
LANGUAGES = {"eng": "en", "deu": "de", "ger": "de", "fra": "fr", "fre": "fr", "spa": "es", "por": "pt", "ita": "it",
             "nld": "nl", "dut": "nl", "cat": "ca", "pol": "pl"}  # fmt: skip


@dataclass(frozen=True)
class Chapter:
    """A chapter as the file has it, in seconds."""

    starts_s: int
    ends_s: int
    title: str


def chapters(job: Job) -> str:
    """Chapters of the file become segments, unless people made some."""
    with workshop(job) as folder:
        path, listed = on_disk(source_of(job).name, folder), folder / "chapters.txt"
        command = [*program.reading(str(path)), "-map_metadata", "0", "-f", "ffmetadata", str(listed)]
        program.run(command, job=job, may_fail=True)
        found = parsed(listed.read_text(encoding="utf-8", errors="replace")) if listed.exists() else []
    if not found:
        raise Skip("There are no chapters in it.")
    taken = processing.take_chapters(job, [(c.starts_s, c.ends_s, c.title) for c in found])
    if not taken:
        raise Skip("There are chapters already; those of the file were left alone.")
    return f"{taken} chapters." if taken > 1 else "One chapter."


def parsed(text: str) -> list[Chapter]:
    """Chapters of an ffmetadata text, in their order."""
    found: list[Chapter] = []
    for part in re.split(r"(?m)^\[CHAPTER\]$", text.replace("\0", ""))[1:]:
        fields = dict(re.findall(r"(?m)^([A-Za-z]+)=((?:[^\\\n]|\\.|\\\n)*)", part.split("\n[")[0]))
        try:
            over, under = (int(n) for n in fields.get("TIMEBASE", "1/1000000000").split("/"))
            starts, ends = (int(fields[name]) * over / under for name in ("START", "END"))
        except (ValueError, KeyError, ZeroDivisionError):
            continue
        title = " ".join(ESCAPED.sub(r"\1", fields.get("title", "")).split())[: limits.NAME]
        if starts >= 0 and int(ends) > int(starts):
            found.append(Chapter(int(starts), int(ends), title or f"Chapter {len(found) + 1}"))
    return found[:MOST_CHAPTERS]


def captions(job: Job) -> str:
    """Captions inside the file are taken over, a track for each language that has none yet."""
    taken = []
    with workshop(job) as folder:
        path = on_disk(source_of(job).name, folder)
        for stream in facts_of(path).captions:
            written = folder / f"{stream.index}.vtt"
            command = [*program.reading(str(path)), "-map", f"0:{stream.index}", "-f", "webvtt", str(written)]
            program.run(command, job=job, may_fail=True)
            language = LANGUAGES.get(
                stream.language, stream.language if stream.language not in ("", "und") else "en"
            )
            cues = _cues(written)
            if cues and processing.take_captions(job, language, cues):
                taken.append(language)
    if not taken:
        raise Skip("There are no new captions in it.")
    return f"Captions: {', '.join(taken)}."


def _cues(written: Path) -> list[Cue]:
    if not written.exists() or not written.stat().st_size:
        return []
    try:
        lines = webvtt.read(str(written)).captions
    except webvtt.errors.MalformedFileError as error:
        raise Unusable("The captions in the file cannot be read.") from error
    return [
        Cue(
            number=number, starts_ms=int(line.start_in_seconds * 1000), ends_ms=int(line.end_in_seconds * 1000),
            speaker=(line.voice or "")[: limits.NAME], text=line.text,
        )
        for number, line in enumerate((line for line in lines if line.text.strip()), start=1)
    ]  # fmt: skip
