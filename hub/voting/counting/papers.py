"""STV's voting papers: who gets a paper next, at what value. Values are whole hundred-thousandths of a vote."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from hub.voting.counting.ballots import Ballots

ONE = 100_000  # the law counts to five decimal places
Paper = tuple[tuple[int, ...], ...]  # preferences, best first; options that share one stand together
Parcel = dict[tuple[Paper, int], int]  # papers of one pattern and value, and how many


def papers_of(ballots: Ballots) -> Counter[Paper]:
    """How many ballots there are of each pattern, empty ones left out."""
    weights = ballots.weights.tolist() if ballots.weights is not None else [1] * ballots.cells.shape[1]
    found: Counter[Paper] = Counter()
    for row, weight in zip(ballots.cells.T.tolist(), weights, strict=True):
        found[_paper(row)] += weight
    del found[()]
    return +found


def _paper(row: list[int]) -> Paper:
    at: dict[int, list[int]] = {}
    for option, rank in enumerate(row):
        if rank > 0:
            at.setdefault(rank, []).append(option)
    return tuple([tuple(at[rank]) for rank in sorted(at)])


@dataclass
class Piles:
    """Who holds which papers, and how many votes that makes.

    `votes`, `stopped` and `lost` always add up to all votes cast: `stopped` are papers without a next preference,
    `lost` is what rounding down left over.
    """

    size: int
    held: list[Parcel] = field(init=False)
    votes: list[int] = field(init=False)
    stopped: int = 0
    lost: int = 0

    def __post_init__(self) -> None:
        self.held = [{} for _ in range(self.size)]
        self.votes = [0] * self.size

    def take(self, option: int) -> Parcel:
        """Take all papers, and their votes, from an option."""
        parcel, self.held[option], self.votes[option] = self.held[option], {}, 0
        return parcel

    def deal(self, parcel: Iterable[tuple[tuple[Paper, int], int]], continuing: Collection[int]) -> None:
        """Give papers to the next preference of each; those that share a preference share the value."""
        for (paper, value), number in parcel:
            receivers = _next(paper, continuing)
            if not receivers:
                self.stopped += value * number
                continue
            share = value // len(receivers)
            self.lost += (value - share * len(receivers)) * number
            for option in receivers:
                pile = self.held[option]
                pile[paper, share] = pile.get((paper, share), 0) + number
                self.votes[option] += share * number

    def reduce(self, parcel: Parcel, surplus: int, votes: int) -> list[tuple[tuple[Paper, int], int]]:
        """The papers of an elected option at their transfer value: surplus by votes, rounded down."""
        reduced = [((paper, value * surplus // votes), number) for (paper, value), number in parcel.items()]
        self.lost += surplus - sum(value * number for (_, value), number in reduced)
        return reduced


def _next(paper: Paper, continuing: Collection[int]) -> list[int]:
    """Whom a paper goes to: its best preference that is still there."""
    for level in paper:
        receivers = [option for option in level if option in continuing]
        if receivers:
            return receivers
    return []


def decimal(value: int) -> str:
    """Hundred-thousandths as an exact decimal number."""
    return f"{value // ONE}.{value % ONE:05d}"
