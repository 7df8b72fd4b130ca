"""Captions as plain values: what was said, by whom, from when to when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

LONGEST_MS = 100 * 3_600_000  # captions later than this are a fault of the file


@dataclass(frozen=True)
class Line:
    """One caption."""

    starts_ms: int
    ends_ms: int
    text: str
    speaker: str = ""


@dataclass
class Captions:
    """The captions of a file, in the order of time, and what is odd about them."""

    lines: list[Line]
    warnings: list[str] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        """When the last one goes."""
        return max((line.ends_ms for line in self.lines), default=0) / 1000

    @property
    def speakers(self) -> list[str]:
        """Who speaks, in the order of appearance."""
        return speakers_of(self.lines)


class UnreadableError(ValueError):
    """A file that holds no captions this hub can read: why, and in which line."""

    def __init__(self, reason: str, line: int = 1) -> None:
        super().__init__(f"line {line}: {reason}")
        self.reason, self.line = reason, line


def speakers_of(lines: Iterable[Line]) -> list[str]:
    """Who speaks in these captions, each once, in the order of appearance."""
    return list(dict.fromkeys(line.speaker for line in lines if line.speaker))


def spared(lines: Iterable[Line], cuts: Sequence[tuple[int, int]]) -> list[Line]:
    """The captions without those that touch a cut.

    Within a caption nobody knows which word was said when: of one that is cut in part, no word stays.
    """
    return [
        line
        for line in lines
        if not any(
            (start < line.ends_ms and line.starts_ms < end) or start <= line.starts_ms < end
            for start, end in cuts
        )
    ]


def stamp(ms: int) -> str:
    """A moment as WebVTT writes it: 00:12:40.250."""
    seconds, rest = divmod(ms, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}"
