"""What would be funded with another capacity, and what it would take for an item."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from math import floor

from hub.roadmap.filling.equal_shares import usual_step
from hub.roadmap.filling.greedy import greedy
from hub.roadmap.filling.instance import BadInstance, Instance
from hub.roadmap.filling.ladder import Ladder
from hub.roadmap.filling.table import table_of

MOST_CAPACITIES = 1000


def what_if(
    instance: Instance,
    capacities: Iterable[Fraction],
    *,
    rule: str = "equal-shares",
    completion: str = "add-one",
    step: Fraction | None = None,
) -> dict[Fraction, tuple[str, ...]]:
    """What is funded with each capacity, in order of funding.

    The step is that of the round as it is, so that endowments which several capacities have in common are tried once:
    the answer is what `equal_shares` gives for that capacity and this step.
    """
    asked = _Asked(instance, rule, completion, step)
    return {Fraction(capacity): asked.funded(Fraction(capacity)) for capacity in capacities}


def capacity_for(
    instance: Instance,
    key: str,
    *,
    rule: str = "equal-shares",
    completion: str = "add-one",
    step: Fraction | None = None,
    by: Fraction = Fraction(1),
) -> Fraction | None:
    """The first capacity with which an item is funded: this one, or this one and once or several times `by` more.

    Every capacity is tried in turn, up to what all items cost together, since more capacity can also put an item out.
    None when no such capacity does it.
    """
    asked, last = (
        _Asked(instance, rule, completion, step),
        sum((item.cost for item in instance.items), Fraction(0)),
    )
    if by <= 0 or (last - instance.capacity) / by > MOST_CAPACITIES:
        raise BadInstance(f"at most {MOST_CAPACITIES} capacities can be tried.")
    capacity = Fraction(instance.capacity)
    while key not in asked.funded(capacity):
        if capacity >= last:
            return None
        capacity += by
    return capacity


class _Asked:
    """One round, filled again and again."""

    def __init__(self, instance: Instance, rule: str, completion: str, step: Fraction | None) -> None:
        self.instance = instance
        self.rule = rule
        self.table = table_of(instance)
        self.weight = sum((Fraction(voter.weight) for voter in instance.voters), Fraction(0))
        self.musts = instance.capacity - instance.open_capacity
        self.size = Fraction(0)
        if self.weight and completion != "none":
            self.size = step if step is not None else usual_step(instance.open_capacity / self.weight)
        self.ladder = Ladder(self.table, self.table.endowment(self.size))

    def funded(self, capacity: Fraction) -> tuple[str, ...]:
        """Must-haves, then what the rule chooses."""
        if capacity < self.musts:
            raise BadInstance("the must-haves cost more than the capacity.")
        if self.rule == "greedy":
            return greedy(replace(self.instance, capacity=capacity)).funded
        musts = tuple(sorted(self.instance.must_haves))
        if not self.weight:
            return musts
        start = self.table.endowment((capacity - self.musts) / self.weight)
        most = floor((capacity - self.musts) * self.table.money)
        run = self.ladder.climb(start, most)[0] if self.size else self.ladder.at(start, most)
        return (*musts, *(self.table.keys[item] for item in run.items))
