"""One run of the Method of Equal Shares with given endowments, in whole numbers of any size: nothing is rounded."""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field
from fractions import Fraction
from math import gcd

from hub.roadmap.filling.table import Table

Heap = list[tuple[Fraction, int, int]]  # minus the effective support, item, and when that was found


@dataclass(frozen=True)
class Bought:
    """One step of a run.

    Attributes:
        item: Its place in the table.
        support: The effective support it was bought with, or (found in floating point) just below it.
        rival: The others had no more than that, but for those that are as good and come later by the tie rule.
        full: Whether every supporter could pay the full share.
        needs_full: Whether some of those stay behind only as long as every supporter can pay in full.
        price: Per point and weight; None when it was found in floating point.
        emptied: What groups with less than that had left, per weight.
        tied: Items with exactly the same effective support.
    """

    item: int
    support: Fraction | float
    rival: Fraction | float
    full: bool
    needs_full: bool
    price: Fraction | None = None
    emptied: dict[int, Fraction] = field(default_factory=dict)
    tied: tuple[int, ...] = ()


@dataclass(frozen=True)
class Run:
    """What is bought with one endowment."""

    endowment: Fraction
    steps: tuple[Bought, ...]
    cost: int
    left: tuple[int, ...] | None = (
        None  # per weight, by group, times `over`; None when found in floating point
    )
    over: int = 1

    @property
    def exact(self) -> bool:
        """Whether it has prices and payments."""
        return self.left is not None

    @property
    def items(self) -> tuple[int, ...]:
        """In the order they were bought."""
        return tuple(step.item for step in self.steps)


@dataclass(frozen=True)
class _Share:
    """What an item costs its supporters now: amount / divisor per point, in units of the purse."""

    amount: int
    divisor: int
    support: Fraction
    full: bool


class _Purse:
    """What each group has left per weight, as whole numbers over one denominator."""

    def __init__(self, table: Table, endowment: Fraction) -> None:
        self.table = table
        self.over = endowment.denominator
        self.left = [endowment.numerator] * len(table.weights)

    def share(self, item: int) -> _Share | None:
        """The least price at which the supporters pay for it; None when all they have is not enough."""
        table, left = self.table, self.left
        cost = table.costs[item] * self.over
        rest = [(left[group], points, points * table.weights[group]) for group, points in table.backers[item]]
        if sum(left[group] * table.weights[group] for group, _ in table.backers[item]) < cost:
            return None
        amount, divisor = cost, table.points[item]
        while True:
            able = [each for each in rest if each[0] * divisor >= each[1] * amount]
            if len(able) == len(rest):
                break
            poor = [each for each in rest if each[0] * divisor < each[1] * amount]
            amount -= sum(have * weighed // points for have, points, weighed in poor)
            divisor -= sum(weighed for _, _, weighed in poor)
            rest = able
        full = divisor == table.points[item]
        support = Fraction(divisor) if full else Fraction(cost * divisor, amount)
        return _Share(amount, divisor, support, full)

    def pay(self, item: int, share: _Share) -> tuple[Fraction, dict[int, Fraction]]:
        """Take it from the supporters. Returns the price, and who had less and gave all."""
        common = gcd(share.amount, share.divisor) or 1
        amount, divisor = share.amount // common, share.divisor // common
        emptied: dict[int, Fraction] = {}
        before, over = self.left, self.over
        if divisor != 1:
            self.left = [have * divisor for have in before]
            self.over *= divisor
        for group, points in self.table.backers[item]:
            rest = self.left[group] - points * amount
            if rest < 0:
                emptied[group] = Fraction(before[group], over)
            self.left[group] = max(rest, 0)
        return Fraction(amount, self.over), emptied


def run(table: Table, endowment: Fraction, most: int) -> Run:
    """Buy the affordable item with the highest effective support, until none is affordable.

    What an item's supporters have left only shrinks, and its effective support with it: an old value is never too
    low, so only items whose old value is the highest are looked at again.
    """
    purse, spent = _Purse(table, endowment), 0
    steps: list[Bought] = []
    shares: dict[int, _Share] = {}
    heap: Heap = [
        (-Fraction(points), item, -1) for item, points in enumerate(table.points) if table.costs[item] <= most
    ]
    heapq.heapify(heap)
    while (item := _best(heap, purse, shares, len(steps))) is not None:
        share, tied = shares[item], _tied(heap, purse, shares, len(steps), shares[item].support)
        rival = -heap[0][0] if heap else Fraction(0)
        if tied and not share.full and any(table.clones[other] != table.clones[item] for other in tied):
            rival = share.support
        for other in tied:
            heapq.heappush(heap, (-share.support, other, len(steps)))
        price, emptied = purse.pay(item, share)
        steps.append(
            Bought(
                item, share.support, rival, share.full, share.full and bool(tied), price, emptied, tuple(tied)
            )
        )
        spent += table.costs[item]
    return Run(endowment, tuple(steps), spent, tuple(purse.left), purse.over)


def _best(heap: Heap, purse: _Purse, shares: dict[int, _Share], now: int) -> int | None:
    """Take the best item off the heap; of equal ones the first by the tie rule, which is their order in the table."""
    while heap:
        _, item, found = heapq.heappop(heap)
        if found == now:
            return item
        if share := purse.share(item):
            shares[item] = share
            heapq.heappush(heap, (-share.support, item, now))
    return None


def _tied(heap: Heap, purse: _Purse, shares: dict[int, _Share], now: int, support: Fraction) -> list[int]:
    """Take everything off the heap that is just as good."""
    found = []
    while heap and -heap[0][0] == support:
        item = _best(heap, purse, shares, now)
        if item is None:
            break
        if shares[item].support < support:
            heapq.heappush(heap, (-shares[item].support, item, now))
            break
        found.append(item)
    return found
