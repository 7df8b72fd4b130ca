"""From words with their times to captions that fit on a screen: at most two lines of 42 characters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from textwrap import wrap

from hub.recordings.words.captions import Line

WIDTH = 42
ROWS = 2
LONGEST_MS = 7_000
PAUSE_MS = 1_200
SENTENCE_ENDS = (".", "?", "!")


@dataclass(frozen=True)
class Heard:
    """A word as the machine heard it."""

    starts_ms: int
    ends_ms: int
    text: str


def captions(words: Iterable[Heard]) -> list[Line]:
    """Captions of these words: a new one at a pause, after a sentence that fills a line, or when it is full."""
    made: list[Line] = []
    held: list[Heard] = []
    for word in words:
        if not word.text.strip():
            continue
        if held and _is_over(held, word):
            made.append(_line(held))
            held = []
        held.append(word)
    if held:
        made.append(_line(held))
    return made


def _is_over(held: list[Heard], word: Heard) -> bool:
    rows = _rows([*held, word])
    return (
        len(rows) > ROWS
        or word.ends_ms - held[0].starts_ms > LONGEST_MS
        or word.starts_ms - held[-1].ends_ms > PAUSE_MS
        or (held[-1].text.strip().endswith(SENTENCE_ENDS) and len(rows) == ROWS)
    )


def _rows(held: list[Heard]) -> list[str]:
    text = " ".join(word.text.strip() for word in held)
    return wrap(text, WIDTH, break_on_hyphens=False)


def _line(held: list[Heard]) -> Line:
    return Line(held[0].starts_ms, max(word.ends_ms for word in held), "\n".join(_rows(held)))
