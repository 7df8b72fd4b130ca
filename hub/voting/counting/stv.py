"""Scottish STV: single transferable vote by the rules of SSI 2011/399, stage by stage."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import Self

from hub.voting.counting.arrays import Ballots
from hub.voting.counting.draw import Draw
from hub.voting.counting.rules import Rules
from hub.voting.counting.stv_count import Count
from hub.voting.counting.stv_papers import ONE, Paper, Piles, papers_of
from hub.voting.counting.tally import Outcome


@dataclass(frozen=True)
class StvTally:
    """The papers, by pattern."""

    options: tuple[str, ...]
    papers: Counter[Paper]

    @classmethod
    def of(cls, ballots: Ballots, rules: Rules) -> Self:  # noqa: ARG003
        return cls(ballots.options, papers_of(ballots))

    def decide(self, rules: Rules, draw: Draw) -> Outcome:
        """Count until the seats are filled."""
        valid = self.papers.total()
        quota = (valid // (rules.seats + 1) + 1) * ONE
        piles = Piles(len(self.options), list(self.papers), list(self.papers.values()))
        count = Count(self.options, rules, draw, quota, piles)
        piles.deal(((paper, ONE) for paper in range(len(self.papers))), count.hopeful)
        count.run()
        return count.outcome()

    def with_further(self, option: str, copies: int, rules: Rules) -> Self:
        """Ballots that rank the option and nothing else."""
        further: Paper = (self.options.index(option),)
        return replace(self, papers=self.papers + Counter({further: copies}))
