"""The words of a recording as text to read: every line leads to its second. Quick also with thousands of lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from html import escape as html_escape
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from hub.recordings.models import Recording, Segment, Track, clock
from hub.recordings.watching import elsewhere_at

LONGEST = 30_000  # milliseconds of one part
PAUSE = 4_000  # milliseconds of silence after which a new part begins
ANY_SECOND = 987_654_321  # stands for the second while the address is made, once for all lines

Line = tuple[int, int, str, str]  # begins and ends (milliseconds), speaker, words
Link = Callable[[int], str]


@dataclass
class Part:
    """Lines that belong together: one speaker, half a minute."""

    speaker: str
    lines: list[Line] = field(default_factory=list)
    chapter: Segment | None = None


def lines_of(track: Track) -> list[Line]:
    """The captions in their order, without those in spans that were cut."""
    cuts = list(track.recording.cuts.values_list("starts_ms", "ends_ms"))
    rows = track.cues.order_by("number").values_list("starts_ms", "ends_ms", "speaker", "text")
    if not cuts:
        return list(rows)
    return [row for row in rows if not any(row[0] < ends and row[1] > starts for starts, ends in cuts)]


def parts_of(lines: Iterable[Line], chapters: Sequence[Segment]) -> list[Part]:
    """The lines in parts to read; a chapter begins a part."""
    waiting, parts = list(chapters), []
    part: Part | None = None
    last = 0
    for line in lines:
        begun = None
        while waiting and waiting[0].starts_s * 1000 <= line[0] + 500:
            begun = waiting.pop(0)
        if part is None or begun or _is_new(part, line, last):
            part = Part(line[2], chapter=begun)
            parts.append(part)
        part.lines.append(line)
        last = line[1]
    return parts


def _is_new(part: Part, line: Line, last: int) -> bool:
    return line[2] != part.speaker or line[0] - part.lines[0][0] > LONGEST or line[0] - last > PAUSE


def transcript(track: Track, chapters: Sequence[Segment], link: Link, at: int | None) -> SafeString:
    """All the words as HTML. Written by hand, not by a template: five thousand lines take milliseconds."""
    lines = lines_of(track)
    current = _at(lines, at)
    html: list[str] = []
    for part in parts_of(lines, chapters):
        if part.chapter:
            second = part.chapter.starts_s
            title = f'<a href="{escape(link(second))}">{escape(part.chapter.title)}</a>'
            html.append(f'<h3 class="words-chapter">{title}</h3>')
        first = part.lines[0][0] // 1000
        who = f" <span>{escape(part.speaker)}</span>" if part.speaker else ""
        head = f'<a href="{escape(link(first))}">{clock(first)}</a>{who}'
        said = " ".join(_line(line, link, is_current=line is current) for line in part.lines)
        html.append(
            f'<div class="words-part"><p class="words-head">{head}</p><p class="words-said">{said}</p></div>'
        )
    return mark_safe("".join(html))  # noqa: S308 -- every text in it is escaped above


def _line(line: Line, link: Link, *, is_current: bool) -> str:
    current = ' aria-current="true"' if is_current else ""
    words = html_escape(" ".join(line[3].split()))
    return f'<a href="{html_escape(link(line[0] // 1000))}" data-at="{line[0] / 1000:g}"{current}>{words}</a>'


def _at(lines: Sequence[Line], second: int | None) -> Line | None:
    """The line that is said at that second, or was said last."""
    if second is None:
        return None
    return next((line for line in reversed(lines) if line[0] < (second + 1) * 1000), None)


def link_of(recording: Recording, *, here: bool) -> Link:
    """How to address a second: on this page, or at the video's own host."""
    if here or not recording.video_url:
        return lambda second: f"?t={second}"
    address = elsewhere_at(recording.video_url, ANY_SECOND)
    return lambda second: address.replace(str(ANY_SECOND), str(second))


def best_track(tracks: Sequence[Track], asked: str, spoken: str) -> Track | None:
    """The captions to read: those asked for, else those in the language spoken, else the first."""
    by_language: dict[str, Any] = {track.language.lower(): track for track in tracks}
    wanted = by_language.get(asked.lower()) or by_language.get(spoken.lower())
    return wanted or next(iter(tracks), None)
