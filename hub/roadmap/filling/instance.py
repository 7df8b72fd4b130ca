"""What is to be filled: items with costs, voters with marks, and a capacity."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

Number = int | Fraction


class BadInstance(ValueError):  # noqa: N818 -- it reads as a sentence
    """Why a round cannot be filled as given."""


@dataclass(frozen=True)
class Project:
    """An item that may be funded, for a cost in the unit of the capacity."""

    key: str
    name: str
    cost: Fraction


@dataclass(frozen=True)
class Voter:
    """A ballot: points by item (1 each when approving), and how many voters it stands for.

    The weight is the share of the capacity: a voter of weight 3 has three times the endowment of one of weight 1 and
    is the same as three voters with these marks. An item that is not marked, or has 0 points, is not supported.
    """

    marks: Mapping[str, Number]
    weight: Fraction = Fraction(1)


@dataclass(frozen=True)
class Instance:
    """A round to be filled.

    Attributes:
        items: The candidates, must-haves and left-outs included.
        voters: Everybody who has a share of the capacity, also with an empty ballot.
        capacity: What may be spent.
        must_haves: Funded before anything else; their cost comes off the top, before shares are handed out.
        left_out: Not to be funded, whatever the votes say.
    """

    items: tuple[Project, ...]
    voters: Sequence[Voter]
    capacity: Fraction
    must_haves: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _check_items(self)
        _check_voters(self)

    @property
    def open_capacity(self) -> Fraction:
        """What the voters decide on: the capacity without the must-haves."""
        musts = set(self.must_haves)
        return Fraction(self.capacity) - sum(
            (item.cost for item in self.items if item.key in musts), Fraction(0)
        )

    @property
    def candidates(self) -> tuple[Project, ...]:
        """What the voters decide between, in the order of the keys."""
        settled = {*self.must_haves, *self.left_out}
        return tuple(
            sorted((item for item in self.items if item.key not in settled), key=lambda item: item.key)
        )


def _check_items(instance: Instance) -> None:
    copies = Counter(item.key for item in instance.items)
    if twice := sorted(key for key, number in copies.items() if number > 1):
        raise BadInstance(f"item {twice[0]} stands twice.")
    for item in instance.items:
        if item.cost < 0:
            raise BadInstance(f"the cost of item {item.key} is below 0.")
    if unknown := sorted({*instance.must_haves, *instance.left_out} - copies.keys()):
        raise BadInstance(f"there is no item {unknown[0]}.")
    if both := sorted(set(instance.must_haves) & set(instance.left_out)):
        raise BadInstance(f"item {both[0]} is both a must-have and left out.")
    if instance.capacity < 0:
        raise BadInstance("the capacity is below 0.")
    if instance.open_capacity < 0:
        raise BadInstance("the must-haves cost more than the capacity.")


def _check_voters(instance: Instance) -> None:
    keys = {item.key for item in instance.items}
    for number, voter in enumerate(instance.voters, 1):
        if voter.weight <= 0:
            raise BadInstance(f"the weight of voter {number} is not above 0.")
        for key, points in voter.marks.items():
            if key not in keys:
                raise BadInstance(f"voter {number} marks {key}, which is no item of this round.")
            if points < 0:
                raise BadInstance(f"voter {number} gives item {key} less than 0 points.")
