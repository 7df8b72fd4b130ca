"""Approval, score and points: the sum, or the mean, of what the voters gave each option."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import isqrt
from typing import Self

from hub.voting.counting.arrays import Ballots
from hub.voting.counting.draw import Draw
from hub.voting.counting.result import Working
from hub.voting.counting.rules import Rules
from hub.voting.counting.tally import Outcome, named

NO_MARK = Fraction(-1)  # behind a mean of 0


@dataclass(frozen=True)
class MarksTally:
    """Per option the sum of its marks, and how many ballots gave it one."""

    options: tuple[str, ...]
    sums: tuple[int, ...]
    given: tuple[int, ...]

    @classmethod
    def of(cls, ballots: Ballots, rules: Rules) -> Self:  # noqa: ARG003
        marks = [ballots.total(row.clip(min=0)) for row in ballots.cells]
        return cls(ballots.options, tuple(marks), tuple(ballots.weigh(row >= 0) for row in ballots.cells))

    def worth(self, rules: Rules) -> list[Fraction]:
        """What options are compared by: the mean of the given marks when silence is no opinion, else the sum."""
        if rules.method in {"score", "star"} and rules.unranked == "no-opinion":
            pairs = zip(self.sums, self.given, strict=True)
            return [Fraction(total, given) if given else NO_MARK for total, given in pairs]
        return [Fraction(total) for total in self.sums]

    def decide(self, rules: Rules, draw: Draw) -> Outcome:
        """The most first."""
        worth = self.worth(rules)
        return Outcome(named(self.options, by_worth(worth)), Working(totals=told(self.options, worth)))

    def with_further(self, option: str, copies: int, rules: Rules) -> Self:
        """Ballots that give the option all they can, and nothing else a mark."""
        place = self.options.index(option)
        return replace(
            self,
            sums=_raised(self.sums, place, copies * most(rules)),
            given=_raised(self.given, place, copies),
        )


def most(rules: Rules) -> int:
    """The most that one ballot can give one option."""
    points = isqrt(rules.credits) if rules.quadratic else rules.credits
    return {"approval": 1, "points": points}.get(rules.method, rules.max_mark)


def by_worth(worth: Sequence[Fraction]) -> list[list[int]]:
    """Groups of equal worth, the most first."""
    values = sorted(set(worth), reverse=True)
    return [[i for i, value in enumerate(worth) if value == this] for this in values]


def told(options: Sequence[str], worth: Sequence[Fraction]) -> dict[str, str]:
    """Exact numbers as text; "no mark" where nobody gave one."""
    texts = ["no mark" if value == NO_MARK else str(value) for value in worth]
    return dict(zip(options, texts, strict=True))


def _raised(numbers: tuple[int, ...], place: int, by: int) -> tuple[int, ...]:
    return (*numbers[:place], numbers[place] + by, *numbers[place + 1 :])
