"""Windows of what is said: 30 seconds each, every 15 seconds, so that no phrase falls between two.

A search for several words looks into windows, not captions: people do not stop to speak where a caption ends.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hub.recordings.words.captions import Line, speakers_of

WIDTH_MS = 30_000
STEP_MS = 15_000


@dataclass(frozen=True)
class Word:
    """One word, about when it is said, and the place of its caption."""

    ms: int
    until_ms: int
    text: str
    line: int


@dataclass(frozen=True)
class Window:
    """What is said in half a minute."""

    starts_ms: int
    ends_ms: int
    text: str
    times: list[int]  # of its words
    speakers: list[str]


def timed(lines: Sequence[Line]) -> Iterator[Word]:
    """Every word with its time: those of a caption are spread evenly over it."""
    for place, line in enumerate(lines):
        words = line.text.split()
        length = line.ends_ms - line.starts_ms
        begins = [line.starts_ms + length * number // len(words) for number in range(len(words))]
        for ms, until, word in zip(begins, [*begins[1:], line.ends_ms], words, strict=False):
            yield Word(ms, until, word, place)


def windows(lines: Sequence[Line]) -> list[Window]:
    """The windows of a transcript; those that would only repeat the one before are left out."""
    held: dict[int, list[int]] = {}
    words = list(timed(lines))
    for number, word in enumerate(words):
        last = word.ms // STEP_MS
        for place in range(max(0, last - WIDTH_MS // STEP_MS + 1), last + 1):
            held.setdefault(place, []).append(number)
    made: list[Window] = []
    before: set[int] = set()
    for place in sorted(held):
        here = set(held[place])
        if here <= before or here <= set(held.get(place + 1, ())):
            continue
        made.append(_window([words[number] for number in held[place]], lines))
        before = here
    return made


def _window(words: Sequence[Word], lines: Sequence[Line]) -> Window:
    used = [lines[place] for place in dict.fromkeys(word.line for word in words)]
    return Window(
        starts_ms=min(word.ms for word in words),
        ends_ms=max(word.until_ms for word in words),
        text=" ".join(word.text for word in words),
        times=[word.ms for word in words],
        speakers=speakers_of(used),
    )
