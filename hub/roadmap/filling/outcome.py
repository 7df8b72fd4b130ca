"""What came out: what is funded, who pays how much of it, and why the rest is not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

from hub.roadmap.filling.instance import Instance


@dataclass(frozen=True)
class Purchase:
    """One item as it was funded.

    Attributes:
        key: Of the item.
        cost: What it costs.
        points: All it was given, a voter's points times the weight.
        supporters: How many voters marked it.
        support: The effective support it was bought with; its points while every supporter can pay the full share.
        price: What a supporter pays per point and unit of weight.
        emptied: Supporters (by their place in the instance) who had less left than that, and what they paid: all of it.
        tied: Items with the same effective support at that moment, which the tie rule put behind.
    """

    key: str
    cost: Fraction
    points: Fraction
    supporters: int
    support: Fraction
    price: Fraction | None = None
    emptied: Mapping[int, Fraction] = field(default_factory=dict)
    tied: tuple[str, ...] = ()


@dataclass(frozen=True)
class PassedOver:
    """One item that is not funded, and why.

    Attributes:
        key: Of the item.
        cost: What it costs.
        points: All it was given, a voter's points times the weight.
        supporters: How many voters marked it.
        reason: "left out", "too large" (costs more than the capacity without must-haves), "no supporters",
            "not affordable" (its supporters had less left than its cost) or, with greedy, "no room".
        had: What its supporters had left together at the end, or, with greedy, what was free when its turn came.
        fits: Whether it would still fit into what is left over.
    """

    key: str
    cost: Fraction
    points: Fraction
    supporters: int
    reason: str
    had: Fraction
    fits: bool


@dataclass(frozen=True)
class Filling:
    """The result of filling a round. Equal instances give equal fillings, in whatever order items and voters stand.

    Attributes:
        rule: "equal-shares" or "greedy".
        completion: "add-one" or "none".
        instance: What was filled.
        funded: Keys in order of funding: must-haves (by key), then what the rule chose.
        purchases: What the rule chose, in that order.
        passed_over: Everything else, most points first.
        endowment: What a voter of weight 1 had to spend: at the start its share of the capacity, more when completed.
        raises: How many steps the endowment was raised by.
        step: The size of a step.
        overspending: What the first step beyond would have spent in all; None when it was not reached.
    """

    rule: str
    completion: str
    instance: Instance = field(repr=False)
    funded: tuple[str, ...]
    purchases: tuple[Purchase, ...]
    passed_over: tuple[PassedOver, ...]
    endowment: Fraction = Fraction(0)
    raises: int = 0
    step: Fraction = Fraction(0)
    overspending: Fraction | None = None

    @property
    def capacity(self) -> Fraction:
        """What might be spent."""
        return Fraction(self.instance.capacity)

    @property
    def must_haves(self) -> tuple[str, ...]:
        """What was funded off the top."""
        return tuple(sorted(self.instance.must_haves))

    @cached_property
    def spent(self) -> Fraction:
        """Costs of all that is funded."""
        costs = {item.key: item.cost for item in self.instance.items}
        return sum((Fraction(costs[key]) for key in self.funded), Fraction(0))

    @property
    def left_over(self) -> Fraction:
        """What nobody spent."""
        return self.capacity - self.spent

    @property
    def still_fit(self) -> tuple[str, ...]:
        """Items that are supported, not funded, and would each fit into what is left over; most points first."""
        return tuple(item.key for item in self.passed_over if item.fits)

    @cached_property
    def payments(self) -> dict[str, dict[int, Fraction]]:
        """Who pays how much for each purchase, voters by their place in the instance; the sum is the cost exactly."""
        return {
            purchase.key: self._paid(purchase) for purchase in self.purchases if purchase.price is not None
        }

    def _paid(self, purchase: Purchase) -> dict[int, Fraction]:
        price = purchase.price or Fraction(0)
        return {
            place: purchase.emptied.get(place, price * voter.marks[purchase.key] * voter.weight)
            for place, voter in enumerate(self.instance.voters)
            if voter.marks.get(purchase.key)
        }

    def as_json(self) -> dict[str, Any]:
        """Plain values to keep or to send. Voters are not in it: payments would tell how they voted."""
        return {
            "rule": self.rule,
            "completion": self.completion,
            "budget": plain(self.capacity),
            "spent": plain(self.spent),
            "left_over": plain(self.left_over),
            "funded": list(self.funded),
            "must_haves": list(self.must_haves),
            "left_out": sorted(self.instance.left_out),
            "endowment": plain(self.endowment),
            "raises": self.raises,
            "step": plain(self.step),
            "overspending": None if self.overspending is None else plain(self.overspending),
            "purchases": [_purchase(item) for item in self.purchases],
            "passed_over": [_passed_over(item) for item in self.passed_over],
            "still_fit": list(self.still_fit),
        }


def plain(number: Fraction | int) -> int | float:
    """A whole number as such, any other as the nearest decimal."""
    number = Fraction(number)
    return number.numerator if number.denominator == 1 else float(number)


def _purchase(item: Purchase) -> dict[str, Any]:
    return {
        "key": item.key,
        "cost": plain(item.cost),
        "points": plain(item.points),
        "supporters": item.supporters,
        "support": plain(item.support),
        "price": None if item.price is None else plain(item.price),
        "emptied": len(item.emptied),
        "tied": list(item.tied),
    }


def _passed_over(item: PassedOver) -> dict[str, Any]:
    return {
        "key": item.key,
        "cost": plain(item.cost),
        "points": plain(item.points),
        "supporters": item.supporters,
        "reason": item.reason,
        "had": plain(item.had),
        "fits": item.fits,
    }


def in_hundredths(payments: Mapping[int, Fraction], per_unit: int = 100) -> dict[int, Fraction]:
    """Payments rounded to hundredths so that they still add up: the largest remainders are rounded up."""
    total = sum(payments.values(), Fraction(0))
    parts = {voter: paid * per_unit // 1 for voter, paid in payments.items()}
    missing = total * per_unit // 1 - sum(parts.values())
    by_remainder = sorted(payments, key=lambda voter: (parts[voter] - payments[voter] * per_unit, voter))
    for voter in by_remainder[:missing]:
        parts[voter] += 1
    rounded = {voter: Fraction(part, per_unit) for voter, part in parts.items()}
    if by_remainder:
        rounded[by_remainder[0]] += total - sum(rounded.values(), Fraction(0))
    return rounded
