"""Schulze and Ranked Pairs: two ways to an order from the same pairwise matrix."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

from hub.voting.counting import pairwise, ranked_pairs, schulze
from hub.voting.counting.arrays import Ballots
from hub.voting.counting.draw import Draw
from hub.voting.counting.pairwise import Relation, Square
from hub.voting.counting.result import Pair, Working
from hub.voting.counting.rules import Rules
from hub.voting.counting.tally import Outcome, named


@dataclass(frozen=True)
class PairwiseTally:
    """How many prefer each option to each other one."""

    options: tuple[str, ...]
    matrix: Square

    @classmethod
    def of(cls, ballots: Ballots, rules: Rules) -> Self:
        return cls(ballots.options, pairwise.by_rank(ballots, rules.unranked))

    def decide(self, rules: Rules, draw: Draw) -> Outcome:
        """The order by the method of the rules."""
        if rules.method == "schulze":
            paths = schulze.strongest_paths(self.matrix)
            beats, working = paths > paths.T, Working(paths=pairwise.rows(paths))
        else:
            beats = ranked_pairs.lock(self.matrix)
            working = Working(pairs=self._pairs(beats))
        ranking = named(self.options, pairwise.layers(beats))
        return Outcome(ranking, replace(working, matrix=pairwise.rows(self.matrix)))

    def with_further(self, option: str, copies: int, rules: Rules) -> Self:
        """Ballots that rank the option first and all others, tied, second."""
        matrix, place = self.matrix.copy(), self.options.index(option)
        matrix[place] += copies
        matrix[place, place] = 0
        return replace(self, matrix=matrix)

    def _pairs(self, locked: Relation) -> tuple[Pair, ...]:
        """Every victory, strongest first."""
        votes, names = self.matrix.tolist(), self.options
        size = range(len(names))
        found = [
            Pair(names[i], names[j], votes[i][j], votes[j][i], "locked" if locked[i, j] else "skipped")
            for i in size
            for j in size
            if votes[i][j] > votes[j][i]
        ]
        return tuple(sorted(found, key=lambda pair: -pair.votes_for))
