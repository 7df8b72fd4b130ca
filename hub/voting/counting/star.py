"""STAR: score, then automatic runoff between the best two; ties by the protocol of the Equal Vote Coalition."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations
from typing import Any, Self

from hub.voting.counting import pairwise
from hub.voting.counting.arrays import Ballots
from hub.voting.counting.draw import Draw
from hub.voting.counting.marks import MarksTally, told
from hub.voting.counting.pairwise import Square
from hub.voting.counting.result import Working
from hub.voting.counting.rules import Rules
from hub.voting.counting.tally import Outcome, named


@dataclass(frozen=True)
class StarTally:
    """Marks added up, pairwise preferences, and how often each option got the best mark."""

    marks: MarksTally
    matrix: Square
    best_marks: tuple[int, ...]

    @classmethod
    def of(cls, ballots: Ballots, rules: Rules) -> Self:
        best = tuple(ballots.weigh(row == rules.max_mark) for row in ballots.cells)
        return cls(MarksTally.of(ballots, rules), pairwise.by_mark(ballots, rules.unranked), best)

    def decide(self, rules: Rules, draw: Draw) -> Outcome:
        """First place, then the same among all others, and so on; every place is a round."""
        options, worth = self.marks.options, self.marks.worth(rules)
        left, ranking, rounds = list(range(len(options))), [], []
        while left:
            winners, told_round = _Round(self, worth, left).held()
            ranking.append(winners)
            rounds.append({"place": len(options) - len(left) + 1, **told_round})
            left = [i for i in left if i not in winners]
        working = Working(pairwise.rows(self.matrix), rounds=tuple(rounds), totals=told(options, worth))
        return Outcome(named(options, ranking), working)

    def with_further(self, option: str, copies: int, rules: Rules) -> Self:
        """Ballots that give the option the best mark and all others 0."""
        options, place = self.marks.options, self.marks.options.index(option)
        matrix = self.matrix.copy()
        matrix[place] += copies
        matrix[place, place] = 0
        raised = self.marks.with_further(option, copies, rules)
        given = tuple(number + copies for number in self.marks.given)
        best = [number + (copies if i == place else 0) for i, number in enumerate(self.best_marks)]
        return replace(
            self, marks=MarksTally(options, raised.sums, given), matrix=matrix, best_marks=tuple(best)
        )


@dataclass(frozen=True)
class _Round:
    """One score round and runoff among the options that are left."""

    tally: StarTally
    worth: Sequence[Fraction]
    left: list[int]

    def held(self) -> tuple[list[int], dict[str, Any]]:
        """Who wins it (several when the ballots cannot tell), and the story."""
        pairs = self.finalists()
        winners = sorted({i for pair in pairs for i in self.runoff(pair)})
        names = self.tally.marks.options
        story = {
            "scores": told([names[i] for i in self.left], [self.worth[i] for i in self.left]),
            "runoffs": [self.story(pair) for pair in pairs],
            "winners": [names[i] for i in winners],
        }
        return winners, story

    def finalists(self) -> list[tuple[int, ...]]:
        """The two best by score; several possible pairs when a tie for them cannot be broken."""
        if len(self.left) < 2:
            return [tuple(self.left)]
        cut = sorted((self.worth[i] for i in self.left), reverse=True)[1]
        sure = [i for i in self.left if self.worth[i] > cut]
        tied = [i for i in self.left if self.worth[i] == cut]
        sure, tied = self.advance(sure, tied, 2 - len(sure))
        return [tuple(sorted([*sure, *rest])) for rest in combinations(tied, 2 - len(sure))]

    def advance(self, sure: list[int], tied: list[int], places: int) -> tuple[list[int], list[int]]:
        """Break a tie for a place in the runoff as far as it goes: who is in, and who is still tied."""
        for weakness in (self.losses, self.lacks_best_marks):
            while len(tied) > places > 0:
                kept = _without_the_weakest(tied, weakness)
                if len(kept) == len(tied):
                    break
                if len(kept) < places:
                    sure, tied, places = (
                        [*sure, *kept],
                        [i for i in tied if i not in kept],
                        places - len(kept),
                    )
                else:
                    tied = kept
        return sure, tied

    def losses(self, option: int, among: list[int]) -> int:
        """How many of the others are preferred to it by more voters."""
        matrix = self.tally.matrix
        return sum(bool(matrix[other, option] > matrix[option, other]) for other in among)

    def lacks_best_marks(self, option: int, _among: list[int]) -> int:
        return -self.tally.best_marks[option]

    def runoff(self, pair: tuple[int, ...]) -> list[int]:
        """Who of the two is preferred; then who has the higher score; then who has more best marks."""
        if len(pair) < 2:
            return list(pair)
        one, two = pair
        matrix, best = self.tally.matrix, self.tally.best_marks
        first = (int(matrix[one, two]), self.worth[one], best[one])
        second = (int(matrix[two, one]), self.worth[two], best[two])
        if first == second:
            return [one, two]
        return [one if first > second else two]

    def story(self, pair: tuple[int, ...]) -> dict[str, Any]:
        names, matrix = self.tally.marks.options, self.tally.matrix
        return {
            "finalists": [names[i] for i in pair],
            "preferred": {names[i]: sum(int(matrix[i, j]) for j in pair) for i in pair},
            "winners": [names[i] for i in self.runoff(pair)],
        }


def _without_the_weakest(tied: list[int], weakness: Callable[[int, list[int]], int]) -> list[int]:
    """Those left when the weakest are out; all when they are equal."""
    values = {option: weakness(option, tied) for option in tied}
    worst = max(values.values())
    kept = [option for option in tied if values[option] < worst]
    return kept or tied
