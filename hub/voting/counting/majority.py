"""Majority: whether yes has its share of what the rules call the whole."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Self

from hub.voting.counting.arrays import Ballots, every
from hub.voting.counting.draw import Draw
from hub.voting.counting.result import Working
from hub.voting.counting.rules import Rules
from hub.voting.counting.tally import Outcome

WHOLE = {"cast": "the votes for yes or no", "ballots": "all ballots", "electorate": "the electorate"}


@dataclass(frozen=True)
class MajorityTally:
    """How many said yes, no, and neither."""

    yes: int
    no: int
    abstained: int

    @classmethod
    def of(cls, ballots: Ballots, rules: Rules) -> Self:  # noqa: ARG003
        said = {
            name: ballots.weigh(row > 0) for name, row in zip(ballots.options, ballots.cells, strict=True)
        }
        return cls(said["yes"], said["no"], ballots.weigh(every(ballots.cells <= 0)))

    def decide(self, rules: Rules, draw: Draw) -> Outcome:
        """It passes or it does not: a tie is not a majority, and nothing is ever drawn."""
        base = self.base(rules)
        share = Fraction(self.yes, base) if base else Fraction(0)
        enough = share > rules.threshold if rules.threshold_strict else share >= rules.threshold
        passed = bool(base) and enough
        order = ("yes", "no") if passed else ("no", "yes")
        totals = {"yes": str(self.yes), "no": str(self.no), "abstain": str(self.abstained)}
        needed = f"{'more than' if rules.threshold_strict else 'at least'} {rules.threshold}"
        note = f"Yes has {self.yes} of {base} ({WHOLE[rules.threshold_of]}); needed is {needed}."
        working = Working(totals=totals, passed=passed, notes=(note,))
        return Outcome(((order[0],), (order[1],)), working, winners=(order[0],))

    def base(self, rules: Rules) -> int:
        """What the share is taken of."""
        cast = self.yes + self.no
        return {"cast": cast, "ballots": cast + self.abstained}.get(rules.threshold_of, rules.electorate or 0)

    def with_further(self, option: str, copies: int, rules: Rules) -> Self:
        """Further votes for yes, or for no."""
        if option == "yes":
            return replace(self, yes=self.yes + copies)
        return replace(self, no=self.no + copies)
