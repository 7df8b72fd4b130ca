"""What a ballot file holds, and what is wrong with one that cannot be read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from hub.voting.counting import Profile
from hub.voting.counting.arrays import LARGEST, MOST

MOST_OPTIONS = 1000
DIGITS = re.compile(r"[0-9]+")


class BadFile(ValueError):  # noqa: N818 -- it reads as a sentence
    """A ballot file that cannot be read: the line, counted from 1, and why."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}")
        self.line = line
        self.reason = reason


@dataclass(frozen=True)
class Election:
    """A ballot file, read.

    Attributes:
        options: Names, in the order of the file.
        profile: The ballots, as ranks.
        seats: How many are elected, when the file says so.
        unranked: What an empty cell means by the convention of the format: "last" or "no-opinion".
        form: Name of the format.
        title: What the file calls the election.
        notes: Plain sentences about how it was read.
    """

    options: tuple[str, ...]
    profile: Profile
    seats: int | None
    unranked: str
    form: str
    title: str = ""
    notes: tuple[str, ...] = field(default=())


def whole(text: str, line: int, what: str, most: int = LARGEST) -> int:
    """A whole number of at least 1, or a BadFile that says what should have been one."""
    text = text.strip()
    if not DIGITS.fullmatch(text):
        raise BadFile(line, f'{what} must be a whole number, not "{shortened(text)}".')
    if len(text) > 15 or int(text) > most:
        raise BadFile(line, f"{what} is {shortened(text)}: more than {most:,} cannot be counted.")
    if int(text) < 1:
        raise BadFile(line, f"{what} must be at least 1.")
    return int(text)


def names_of(names: Sequence[tuple[int, str]]) -> tuple[str, ...]:
    """Option names, each with its line: none empty, none twice, not too many."""
    seen: set[str] = set()
    for line, name in names:
        if not name:
            raise BadFile(line, "an option has no name.")
        if name in seen:
            raise BadFile(line, f'two options are called "{shortened(name)}".')
        seen.add(name)
    if len(names) > MOST_OPTIONS:
        raise BadFile(names[-1][0], f"there are more than {MOST_OPTIONS:,} options.")
    return tuple(name for _, name in names)


def ballots_counted(total: int, line: int) -> None:
    """Refuse files without ballots, and with more than can be added up."""
    if not total:
        raise BadFile(line, "the file has no ballots.")
    if total > MOST:
        raise BadFile(line, f"the ballots add up to more than {MOST:,}.")


def shortened(text: str) -> str:
    """Text from a file, short enough for a message, and on one line."""
    text = " ".join(text.split())
    return text if len(text) <= 40 else f"{text[:40]}..."
