"""STV's voting papers: who gets a paper next, at what value. Values are whole hundred-thousandths of a vote."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

import numpy as np

from hub.voting.counting.arrays import LARGEST, Ballots

ONE = 100_000  # the law counts to five decimal places
Level = int | tuple[int, ...]  # an option, or several that share a preference
Paper = tuple[Level, ...]  # preferences, best first
Parcel = dict[int, int]  # which papers, by number, and the value each of them has here


def papers_of(ballots: Ballots) -> Counter[Paper]:
    """How many ballots there are of each pattern, empty ones left out."""
    ranks = np.where(ballots.cells > 0, ballots.cells, LARGEST + 1).T
    orders = np.argsort(ranks, axis=1, kind="stable")
    ordered = np.take_along_axis(ranks, orders, axis=1)
    shared = ((ordered[:, 1:] == ordered[:, :-1]) & (ordered[:, 1:] <= LARGEST)).any(axis=1).tolist()
    filled = (ranks <= LARGEST).sum(axis=1).tolist()
    weights = ballots.weights.tolist() if ballots.weights is not None else [1] * len(filled)
    found: Counter[Paper] = Counter()
    for number, order in enumerate(orders.tolist()):
        levels = _levels(ranks[number].tolist()) if shared[number] else tuple(order[: filled[number]])
        found[levels] += weights[number]
    del found[()]
    return +found


def _levels(ranks: list[int]) -> Paper:
    """Preferences of a paper on which some options share one."""
    at: dict[int, list[int]] = {}
    for option, rank in enumerate(ranks):
        if rank <= LARGEST:
            at.setdefault(rank, []).append(option)
    tiers = [at[rank] for rank in sorted(at)]
    return tuple(tier[0] if len(tier) == 1 else tuple(tier) for tier in tiers)


@dataclass
class Piles:
    """Who holds which papers, and how many votes that makes.

    `votes`, `stopped` and `lost` always add up to all votes cast: `stopped` are papers without a next preference,
    `lost` is what rounding down left over.
    """

    size: int
    papers: list[Paper]
    numbers: list[int]  # how many there are of each paper
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

    def deal(self, parcel: Iterable[tuple[int, int]], continuing: Collection[int]) -> None:
        """Give papers to the next preference of each; those that share a preference share the value."""
        for paper, value in parcel:
            number = self.numbers[paper]
            receivers = _next(self.papers[paper], continuing)
            if not receivers:
                self.stopped += value * number
                continue
            share = value // len(receivers)
            self.lost += (value - share * len(receivers)) * number
            for option in receivers:
                pile = self.held[option]
                pile[paper] = pile.get(paper, 0) + share
                self.votes[option] += share * number

    def reduce(self, parcel: Parcel, surplus: int, votes: int) -> list[tuple[int, int]]:
        """The papers of an elected option at their transfer value: surplus by votes, rounded down."""
        reduced = [(paper, value * surplus // votes) for paper, value in parcel.items()]
        self.lost += surplus - sum(value * self.numbers[paper] for paper, value in reduced)
        return reduced


def _next(paper: Paper, continuing: Collection[int]) -> Collection[int]:
    """Whom a paper goes to: its best preference that is still there."""
    for level in paper:
        if isinstance(level, int):
            if level in continuing:
                return (level,)
        elif receivers := [option for option in level if option in continuing]:
            return receivers
    return ()


def decimal(value: int) -> str:
    """Hundred-thousandths as an exact decimal number."""
    return f"{value // ONE}.{value % ONE:05d}"
