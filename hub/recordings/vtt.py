"""Captions and chapters as WebVTT, and chapters as lines of text. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hub.recordings.models import Segment, clock


def stamp(milliseconds: int) -> str:
    """A moment as WebVTT writes it."""
    seconds, rest = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}.{rest:03}"


def plain(text: str) -> str:
    """Text that no player takes for markup or for the beginning of the next caption."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    kept = "\n".join(line for line in lines if line)
    return kept.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def chapters(segments: Sequence[Segment]) -> str:
    """The chapters as players read them; one ends where the next begins, for players show one at a time."""
    out = ["WEBVTT\n"]
    for number, segment in enumerate(segments):
        later = [row.starts_s for row in segments[number + 1 :] if row.starts_s > segment.starts_s]
        ends = min([segment.ends_s, *later[:1]])
        title = " ".join(plain(segment.title).split())
        out.append(f"{stamp(segment.starts_s * 1000)} --> {stamp(ends * 1000)}\n{title}\n")
    return "\n".join(out)


def as_lines(segments: Iterable[Segment]) -> str:
    """The chapters as a time and a title in each line."""
    return "".join(f"{clock(row.starts_s)} {' '.join(row.title.split())}\n" for row in segments)
