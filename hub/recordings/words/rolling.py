"""Rolling captions, as video sites make them: every caption repeats the line above it."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

from hub.recordings.words.captions import Line

SHARE = (
    0.3  # of the captions begin as the one before ends: then it is the way of the file, not of the speaker
)
FEWEST = 3
NEAR_MS = 200


def unrolled(lines: Sequence[Line]) -> list[Line]:
    """The captions without the lines they only repeat; other files are left as they are."""
    if not _rolls(lines):
        return list(lines)
    shown: list[Line] = []
    kept: list[Line] = []
    for line in lines:
        fresh = line.text.split("\n")[_repeated(shown[-1], line) if shown else 0 :]
        if fresh:
            kept.append(replace(line, text="\n".join(fresh)))
        elif kept:
            kept[-1] = replace(kept[-1], ends_ms=max(kept[-1].ends_ms, line.ends_ms))
        shown.append(line)
    return kept


def _rolls(lines: Sequence[Line]) -> bool:
    repeats = sum(1 for before, line in itertools.pairwise(lines) if _repeated(before, line))
    return repeats >= max(FEWEST, SHARE * (len(lines) - 1))


def _repeated(before: Line, line: Line) -> int:
    """How many lines at its top stood at the bottom of the one before, up to when it began."""
    if line.starts_ms > before.ends_ms + NEAR_MS or line.speaker != before.speaker:
        return 0
    old, new = before.text.split("\n"), line.text.split("\n")
    for count in range(min(len(old), len(new)), 0, -1):
        if old[-count:] == new[:count]:
            return count
    return 0
