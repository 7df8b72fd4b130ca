"""An instance as whole numbers: voters with the same marks together, items and ballots in an order of their own."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm

from hub.roadmap.filling.instance import Instance


@dataclass(frozen=True)
class Table:
    """The same table for the same ballots, whatever the order of voters and items.

    Money counts in units of 1/`money`, weights in 1/`unit`, points in 1/`mark`, so that all of them are whole. An item
    is known by its place, a group of equal ballots by its number.

    Attributes:
        keys: Candidates that anybody supports, in the order of the tie rule: more points, lower cost, key.
        costs: Of each.
        points: Of each, a ballot's points times its weight.
        backers: Of each, the groups that mark it: (group, points).
        weights: Of each group.
        group_of: The group of each voter, by place in the instance.
    """

    keys: tuple[str, ...]
    costs: tuple[int, ...]
    points: tuple[int, ...]
    backers: tuple[tuple[tuple[int, int], ...], ...]
    weights: tuple[int, ...]
    group_of: tuple[int, ...]
    money: int
    unit: int
    mark: int

    @cached_property
    def weight(self) -> int:
        """Of all voters."""
        return sum(self.weights)

    @cached_property
    def clones(self) -> tuple[int, ...]:
        """For each item the first one with the same cost and the same marks: they are always tied."""
        first: dict[tuple[int, tuple[tuple[int, int], ...]], int] = {}
        return tuple(
            first.setdefault((cost, backers), place)
            for place, (cost, backers) in enumerate(zip(self.costs, self.backers, strict=True))
        )

    def endowment(self, per_voter: Fraction) -> Fraction:
        """What a weight of 1 has, in the units of the table."""
        return per_voter * self.money / self.unit


def table_of(instance: Instance) -> Table:
    """Group and scale."""
    money = lcm(*(item.cost.denominator for item in instance.items))
    unit = lcm(*(voter.weight.denominator for voter in instance.voters))
    mark = lcm(*{points.denominator for voter in instance.voters for points in voter.marks.values()})
    open_to = {item.key for item in instance.candidates}
    ballots = [
        tuple(
            sorted(
                (key, int(points * mark)) for key, points in voter.marks.items() if points and key in open_to
            )
        )
        for voter in instance.voters
    ]
    groups = {ballot: number for number, ballot in enumerate(sorted(set(ballots)))}
    weights = [0] * len(groups)
    for ballot, voter in zip(ballots, instance.voters, strict=True):
        weights[groups[ballot]] += int(voter.weight * unit)
    backers: dict[str, list[tuple[int, int]]] = {}
    for ballot, number in groups.items():
        for key, points in ballot:
            backers.setdefault(key, []).append((number, points))
    costs = {item.key: int(item.cost * money) for item in instance.candidates}
    totals = {key: sum(weights[group] * points for group, points in backers[key]) for key in backers}
    keys = sorted(backers, key=lambda key: (-totals[key], costs[key], key))
    return Table(
        tuple(keys),
        tuple(costs[key] for key in keys),
        tuple(totals[key] for key in keys),
        tuple(tuple(backers[key]) for key in keys),
        tuple(weights),
        tuple(groups[ballot] for ballot in ballots),
        money,
        unit,
        mark,
    )
