"""The same run in floating point, with a bound on every error: it decides only what it is sure of."""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np
import numpy.typing as npt

from hub.roadmap.filling.exact import Bought, Run
from hub.roadmap.filling.table import Table

Numbers = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]
ROUNDING = 2.0**-48  # far more than the few roundings of one sum can add up to, relative to the largest term
CLOSE = 1 + 2.0**-30  # nearer than this, nothing is called different
LARGEST = 2**50


class Unsure(ArithmeticError):  # noqa: N818 -- it is no error: the exact run decides instead
    """Two values are too close for floating point to tell which is larger."""


@dataclass(frozen=True)
class _Share:
    """What an item costs per point, between which bounds its effective support is, and who pays in full."""

    price: float
    error: float
    low: float
    high: float
    full: bool


class Arrays:
    """The backers of each item as arrays."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.groups: list[Places] = [np.array([g for g, _ in each], dtype=np.intp) for each in table.backers]
        self.points: list[Numbers] = [
            np.array([p for _, p in each], dtype=np.float64) for each in table.backers
        ]
        weights = np.array(table.weights, dtype=np.float64)
        self.weights: list[Numbers] = [weights[groups] for groups in self.groups]
        self.weighed = [w * p for w, p in zip(self.weights, self.points, strict=True)]

    @cached_property
    def exactly(self) -> bool:
        """Whether every cost, weight and sum of points is exact as a float."""
        table = self.table
        return max((*table.costs, *table.points, table.weight), default=0) < LARGEST


class _Purse:
    """What each group has left per weight, and how far off that may be."""

    def __init__(self, arrays: Arrays, endowment: float) -> None:
        self.arrays = arrays
        self.left: Numbers = np.full(len(arrays.table.weights), endowment)
        self.rounded = endowment * ROUNDING
        self.off: Numbers = np.full(len(arrays.table.weights), self.rounded)

    def share(self, item: int) -> _Share | None:
        """As in the exact run. Raises Unsure when it may be affordable or not."""
        arrays, groups = self.arrays, self.arrays.groups[item]
        cost, points = float(arrays.table.costs[item]), float(arrays.table.points[item])
        if not cost:
            return _Share(0.0, 0.0, points, points, full=True)
        left, weights, offs = self.left[groups], arrays.weights[item], self.off[groups]
        have = left * weights
        total, off = float(have.sum()), float(offs @ weights) + cost * ROUNDING
        if total < cost - off:
            return None
        if total < cost + off:
            raise Unsure
        reach, weighed = left / arrays.points[item], arrays.weighed[item]
        price = cost / points
        if float(reach.min()) - float(offs.max()) > price * CLOSE:
            return _Share(price, price * ROUNDING, points, points, full=True)
        price = _price(cost, points, reach, have, weighed)
        return _bounded(cost, points, price, off / _slope(points, price * CLOSE, reach, weighed))

    def pay(self, item: int, share: _Share) -> None:
        """Take it from the supporters."""
        groups, points = self.arrays.groups[item], self.arrays.points[item]
        self.left[groups] = np.maximum(self.left[groups] - points * share.price, 0.0)
        self.off[groups] += points * share.error + self.rounded


def _price(cost: float, points: float, reach: Numbers, have: Numbers, weighed: Numbers) -> float:
    """The price per point: who cannot pay it gives all, and the others share what is missing, until all can."""
    amount, divisor, poor = cost, points, 0
    while True:
        short = reach < amount / divisor
        number = int(np.count_nonzero(short))
        if number <= poor:
            return amount / divisor
        poor = number
        amount, divisor = cost - float(have[short].sum()), points - float(weighed[short].sum())
        if divisor <= 0 or amount <= 0:
            raise Unsure


def _slope(points: float, price: float, reach: Numbers, weighed: Numbers) -> float:
    """How fast the money of the supporters grows with the price, at least, up to this price."""
    slope = points - float(weighed[reach < price].sum())
    if slope <= 0:
        raise Unsure
    return slope


def _bounded(cost: float, points: float, price: float, error: float) -> _Share:
    if error > price * (CLOSE - 1) / 2:
        raise Unsure
    return _Share(price, error, cost / (price + error), min(cost / (price - error), points), full=False)


def run(arrays: Arrays, endowment: Fraction, most: int) -> Run:
    """What the exact run buys, in that order. Raises Unsure where it cannot tell."""
    if not arrays.exactly:
        raise Unsure
    table, steps = arrays.table, list[Bought]()
    contest = _Contest(_Purse(arrays, float(endowment)), most)
    while (found := contest.next(len(steps))) is not None:
        steps.append(found)
    return Run(endowment, tuple(steps), sum(table.costs[step.item] for step in steps))


class _Contest:
    """Which item is next: as in the exact run, an old value is never too low."""

    def __init__(self, purse: _Purse, most: int) -> None:
        self.purse = purse
        self.table = purse.arrays.table
        self.shares: dict[int, _Share] = {}
        self.heap = [
            (-float(points), item, -1)
            for item, points in enumerate(self.table.points)
            if self.table.costs[item] <= most
        ]
        heapq.heapify(self.heap)

    def next(self, now: int) -> Bought | None:
        """Buy the best item; nothing when none is affordable."""
        best = self._best(now)
        if best is None:
            return None
        close = [best]
        lowest = self.shares[best].low
        while self.heap and -self.heap[0][0] >= lowest:
            other = self._best(now)
            if other is None:
                break
            close.append(other)
            lowest = max(lowest, self.shares[other].low)
        item, beaten = self._first(close, lowest)
        rivals = [self.shares[other].high for other in close if other != item and other not in beaten]
        rival = max([*rivals, *(-bound for bound, _, _ in self.heap[:1])], default=0.0)
        for other in close:
            if other != item:
                heapq.heappush(self.heap, (-self.shares[other].high, other, now))
        share = self.shares[item]
        self.purse.pay(item, share)
        return Bought(item, share.low, rival, share.full, needs_full=share.full and bool(beaten))

    def _best(self, now: int) -> int | None:
        """Take the item off the heap that may have the highest effective support."""
        while self.heap:
            _, item, found = heapq.heappop(self.heap)
            if found == now:
                return item
            if share := self.purse.share(item):
                self.shares[item] = share
                heapq.heappush(self.heap, (-share.high, item, now))
        return None

    def _first(self, close: list[int], lowest: float) -> tuple[int, list[int]]:
        """Which of those too close to tell wins by the tie rule, the order of the table, and which lose by it."""
        close = sorted(item for item in close if self.shares[item].high >= lowest)
        same = len({self.table.clones[item] for item in close}) == 1
        if not same and not all(self.shares[item].full for item in close):
            raise Unsure
        return close[0], close[1:]
