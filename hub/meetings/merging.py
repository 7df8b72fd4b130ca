"""Joins what two people made of one text, line by line. Pure: no clock, no database.

What each of them changed is laid over the text both had before them. Changes of different lines stand side by
side; where both changed the same lines differently it is a conflict, and the joined text holds both.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

Lines = list[str]
MOST_PAIRS = 400_000  # of equal lines: beyond it, comparing takes longer than anybody waits


@dataclass(frozen=True)
class Change:
    """The lines from `start` to before `end` of the text before were replaced."""

    start: int
    end: int
    lines: Lines


@dataclass(frozen=True)
class Joined:
    """The text with the changes of both, and in how many places they contradict each other."""

    text: str
    conflicts: int


def tidy(text: str) -> str:
    """A text as it is kept: lines end alike, without empty ones around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")


def join(before: str, theirs: str, mine: str) -> Joined:
    """Both changes of one text; where they contradict, theirs and then mine."""
    if mine in {theirs, before}:
        return Joined(theirs, 0)
    if theirs == before:
        return Joined(mine, 0)
    base = before.split("\n") if before else []
    ours = (changes(base, text.split("\n") if text else []) for text in (theirs, mine))
    lines, conflicts = _joined(base, *ours)
    return Joined("\n".join(lines), conflicts)


def changes(before: Lines, after: Lines) -> list[Change]:
    """What was done to a text, from its top to its end."""
    head = _alike(before, after)
    tail = _alike(before[head:][::-1], after[head:][::-1])
    old, new = before[head : len(before) - tail], after[head : len(after) - tail]
    if not old and not new:
        return []
    if _pairs(old, new) > MOST_PAIRS:
        return [Change(head, head + len(old), new)]
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [Change(head + a, head + b, new[c:d]) for word, a, b, c, d in steps if word != "equal"]


def _alike(first: Sequence[str], second: Sequence[str]) -> int:
    """How many lines at the beginning are the same."""
    pairs = zip(first, second, strict=False)
    return next((at for at, (one, other) in enumerate(pairs) if one != other), min(len(first), len(second)))


def _pairs(old: Lines, new: Lines) -> int:
    counts = Counter(new)
    return sum(number * counts[line] for line, number in Counter(old).items())


def _joined(base: Lines, theirs: list[Change], mine: list[Change]) -> tuple[Lines, int]:
    lines: Lines = []
    at = conflicts = 0
    for start, end, of_theirs, of_mine in _places(theirs, mine):
        lines += base[at:start]
        one, other = _after(base, start, end, of_theirs), _after(base, start, end, of_mine)
        if of_theirs and of_mine:
            conflicts += one != other and start != end  # two additions in one place do not contradict
            lines += _both(one, other)
        else:
            lines += one if of_theirs else other
        at = end
    return lines + base[at:], conflicts


def _places(
    theirs: list[Change], mine: list[Change]
) -> Iterator[tuple[int, int, list[Change], list[Change]]]:
    """Each place that somebody changed, with what each of them did there."""
    waiting = sorted(
        [(c.start, c.end, 0, c) for c in theirs] + [(c.start, c.end, 1, c) for c in mine], key=_order
    )
    while waiting:
        start, end, whose, change = waiting.pop(0)
        found: tuple[list[Change], list[Change]] = ([], [])
        found[whose].append(change)
        while waiting and _meet(start, end, waiting[0][0], waiting[0][1]):
            _, last, whose, change = waiting.pop(0)
            end = max(end, last)
            found[whose].append(change)
        yield start, end, *found


def _order(entry: tuple[int, int, int, Change]) -> tuple[int, int, int]:
    return entry[:3]


def _meet(start: int, end: int, other_start: int, other_end: int) -> bool:
    """Whether a later change is about lines of this one; two additions at one point meet as well."""
    return other_start < end or (start == end == other_start == other_end)


def _after(base: Lines, start: int, end: int, done: list[Change]) -> Lines:
    """These lines of the text before, with what one of them did to them."""
    lines: Lines = []
    for change in done:
        lines += [*base[start : change.start], *change.lines]
        start = change.end
    return lines + base[start:end]


def _both(theirs: Lines, mine: Lines) -> Lines:
    """Two versions of one place as one: where they differ, theirs and then mine; what both have stands once."""
    lines: Lines = []
    at = 0
    for change in changes(theirs, mine):
        lines += [*theirs[at : change.end], *change.lines]
        at = change.end
    return lines + theirs[at:]
