"""What every method gives back before seats are filled, and what a tally can do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol, Self

from hub.voting.counting.draw import Draw
from hub.voting.counting.result import Groups, Tie, Working
from hub.voting.counting.rules import Rules


@dataclass(frozen=True)
class Outcome:
    """A ranking and how it came about.

    `winners` is None when the seats are to be filled from the ranking; STV and majority name them themselves.
    """

    ranking: Groups
    working: Working
    winners: tuple[str, ...] | None = None
    ties: tuple[Tie, ...] = field(default=())


class Tally(Protocol):
    """The sums of a method: light to decide from, and to ask "what if" without the ballots."""

    def decide(self, rules: Rules, draw: Draw) -> Outcome:
        """Who is where, by these sums."""

    def with_further(self, option: str, copies: int, rules: Rules) -> Self:
        """The sums with so many further ballots, all of them for this option."""


def named(options: Sequence[str], groups: Sequence[Sequence[int]]) -> Groups:
    """Groups of indices as groups of names, sorted within."""
    return tuple(tuple(sorted(options[i] for i in group)) for group in groups)
