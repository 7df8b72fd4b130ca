"""What a file is: its type by its first bytes, and what ffmpeg says of its streams."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import filetype

from hub.recordings.media import program

MEDIA = ("video/", "audio/")
TEXTUAL = {
    b"<!doctype": "a web page",
    b"<html": "a web page",
    b"#extm3u": "a playlist",
    b"<?xml": "an XML text",
}
LENGTH = re.compile(r"^\s*Duration: (\d+):(\d\d):(\d\d\.\d+)", re.MULTILINE)
STREAM = re.compile(
    r"^\s*Stream #0:(\d+)(?:\[\w+\])?(?:\((\w+)\))?: (Video|Audio|Subtitle): (\w+)(.*)$", re.MULTILINE
)
SIZE = re.compile(r", (\d{1,5})x(\d{1,5})(?: \[SAR (\d+):(\d+))?")
FPS = re.compile(r", ([\d.]+)(k?) (?:fps|tbr)")
ROTATION = re.compile(r"rotation of (-?[\d.]+) degrees")
OUT_TIME = re.compile(r"time=(\d+):(\d\d):(\d\d\.\d+)")
TEXT_CAPTIONS = {"mov_text", "subrip", "webvtt", "ass", "ssa", "text"}


@dataclass
class Stream:
    """One stream of a file, as ffmpeg prints it."""

    index: int
    kind: str
    codec: str
    language: str
    words: str


@dataclass
class Facts:
    """What is known of a file."""

    seconds: float
    streams: list[Stream] = field(default_factory=list)
    rotated: bool = False

    def first(self, kind: str) -> Stream | None:
        """The first stream of a kind; a cover picture is no video."""
        return next((s for s in self.streams if s.kind == kind and "(attached pic)" not in s.words), None)

    @property
    def picture(self) -> tuple[int, int] | None:
        """Width and height as they are shown, with square pixels."""
        video = self.first("Video")
        found = SIZE.search(video.words) if video else None
        if not found:
            return None
        width, height = int(found[1]), int(found[2])
        if found[3] and int(found[3]) and int(found[4]):
            width = round(width * int(found[3]) / int(found[4]))
        return (height, width) if self.rotated else (width, height)

    @property
    def square(self) -> bool:
        """Whether its pixels are square."""
        video = self.first("Video")
        found = SIZE.search(video.words) if video else None
        return not found or found[3] in (None, found[4])

    @property
    def fps(self) -> float:
        """Pictures a second, as far as the file says."""
        video = self.first("Video")
        found = FPS.search(video.words) if video else None
        return float(found[1]) * (1000 if found[2] else 1) if found else 25.0

    @property
    def captions(self) -> list[Stream]:
        """Streams of captions that are text."""
        return [s for s in self.streams if s.kind == "Subtitle" and s.codec in TEXT_CAPTIONS]


def type_of(path: Path) -> str:
    """The type in its first bytes, such as video/mp4; empty when it is none we know."""
    return str(filetype.guess_mime(str(path)) or "")


def looks_like(path: Path) -> str:
    """What it is instead, in words, when it is neither video nor audio."""
    with path.open("rb") as file:
        head = file.read(512).lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    found = next((words for start, words in TEXTUAL.items() if head.startswith(start)), "")
    return found or type_of(path)


def facts_of(path: Path) -> Facts:
    """What ffmpeg says of it; length 0 when it says none."""
    log = program.run(program.reading(str(path)), may_fail=True)
    found = LENGTH.search(log)
    streams = [
        Stream(int(i), kind, codec, lang, words) for i, lang, kind, codec, words in STREAM.findall(log)
    ]
    turned = ROTATION.search(log)
    rotated = bool(turned and round(abs(float(turned[1]))) % 180 == 90)
    return Facts(_seconds(found), streams, rotated)


def measured(path: Path) -> float:
    """Its length by reading it to the end, for files that do not say it."""
    log = program.run(
        [*program.reading(str(path)), "-map", "0", "-c", "copy", "-f", "null", "-"], may_fail=True
    )
    times = list(OUT_TIME.finditer(log))
    return _seconds(times[-1]) if times else 0.0


def _seconds(found: re.Match[str] | None) -> float:
    return int(found[1]) * 3600 + int(found[2]) * 60 + float(found[3]) if found else 0.0
