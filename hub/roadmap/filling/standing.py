"""What every item was given, and what keeps it from being considered at all."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

from hub.roadmap.filling.instance import Instance, Project


def points_of(instance: Instance) -> dict[str, Fraction]:
    """Points of each item, a voter's points times the weight."""
    heavy: dict[Fraction, Counter[str]] = {}
    for voter in instance.voters:
        heavy.setdefault(voter.weight, Counter()).update(voter.marks)
    totals = {item.key: Fraction(0) for item in instance.items}
    for weight, marks in heavy.items():
        for key, points in marks.items():
            totals[key] += points * weight
    return totals


def supporters_of(instance: Instance) -> Counter[str]:
    """How many voters mark each item."""
    return Counter(key for voter in instance.voters for key, points in voter.marks.items() if points)


def standing(instance: Instance) -> list[tuple[Project, Fraction, int]]:
    """All items with points and supporters, in the order of the tie rule: more points, lower cost, key."""
    totals, supporters = points_of(instance), supporters_of(instance)
    items = sorted(instance.items, key=lambda item: (-totals[item.key], item.cost, item.key))
    return [(item, totals[item.key], supporters[item.key]) for item in items]


def why_not(instance: Instance, key: str, cost: Fraction, points: Fraction) -> str:
    """What keeps an item out before any vote is looked at; nothing for those that take part."""
    if key in instance.left_out:
        return "left out"
    if cost > instance.open_capacity:
        return "too large"
    return "" if points else "no supporters"
