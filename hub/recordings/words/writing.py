"""Captions out: WebVTT for players and other programs, plain text for people, values for JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from hub.recordings.models import Track
from hub.recordings.words.captions import Line, stamp
from hub.recordings.words.markup import escaped


def vtt(lines: Iterable[Line]) -> str:
    """The captions as a WebVTT file."""
    return "\n\n".join(["WEBVTT", *map(_block, lines)]) + "\n"


def _block(line: Line) -> str:
    # A name ends at the tag's end, and a line that is empty would end the caption.
    who = f"<v {escaped(' '.join(line.speaker.split()))}>" if line.speaker else ""
    rows = [row for row in line.text.split("\n") if row.strip()]
    return f"{stamp(line.starts_ms)} --> {stamp(line.ends_ms)}\n{who}" + escaped("\n".join(rows))


def paragraphs(
    lines: Sequence[Line], pause_ms: int = 4000, longest: int = 90
) -> Iterator[tuple[int, str, str]]:
    """The transcript to read: when, who, words; a new paragraph where another speaks, after a pause, or a while."""
    held: list[Line] = []
    words = 0
    for line in lines:
        if held and (
            line.speaker != held[0].speaker
            or line.starts_ms - held[-1].ends_ms > pause_ms
            or (words > longest and held[-1].text.rstrip().endswith((".", "?", "!")))
        ):
            yield _paragraph(held)
            held, words = [], 0
        held.append(line)
        words += len(line.text.split())
    if held:
        yield _paragraph(held)


def _paragraph(lines: Sequence[Line]) -> tuple[int, str, str]:
    return (
        lines[0].starts_ms,
        lines[0].speaker,
        " ".join(word for line in lines for word in line.text.split()),
    )


def plain_text(lines: Sequence[Line]) -> str:
    """The transcript as text: a paragraph for each turn, the speaker in front where one is known."""
    turns = [f"{who}: {words}" if who else words for _, who, words in paragraphs(lines)]
    return "\n\n".join(turns) + "\n" if turns else ""


def values(lines: Iterable[Line]) -> list[dict[str, Any]]:
    """The captions as programs read them."""
    return [
        {"starts_ms": line.starts_ms, "ends_ms": line.ends_ms, "speaker": line.speaker, "text": line.text}
        for line in lines
    ]


def track_values(track: Track, lines: Iterable[Line]) -> dict[str, Any]:
    """A track with its captions, as programs read it."""
    return {
        "language": track.language,
        "origin": track.origin,
        "version": track.version,
        "changed_at": track.changed_at.isoformat(),
        "cues": values(lines),
    }


def sections(
    lines: Sequence[Line], starts: Sequence[tuple[int, str]], step_s: int
) -> Iterator[tuple[int, str, list[Line]]]:
    """The transcript under headings: at each start with a title, and every `step_s` seconds between them."""
    marks = sorted(starts)

    def heading(line: Line) -> tuple[int, str]:
        second = line.starts_ms // 1000
        begun = [mark for mark in marks if mark[0] <= second]
        at, title = begun[-1] if begun else (0, "")
        further = (second - at) // step_s
        return (at + further * step_s, "" if further else title)

    for (second, title), some in groupby(lines, heading):
        yield second, title, list(some)
