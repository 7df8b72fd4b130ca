"""Rounds by the thousand, small enough to check everything about them."""

import random
from fractions import Fraction

from hub.roadmap.filling import Instance, Project, Voter

KEYS = "abcdefgh"


def rounds(number, *, seed, items=5, voters=5, points=3, weighted=True):
    """Small rounds full of ties: few different costs, points and weights."""
    dice = random.Random(seed)  # noqa: S311 -- the same rounds every time
    for _ in range(number):
        yield a_round(dice, items=items, voters=voters, points=dice.choice([1, points]), weighted=weighted)


def a_round(dice, *, items=5, voters=5, points=3, weighted=True):
    keys = KEYS[: dice.randint(1, items)]
    kind = dice.choice(["same", "whole", "parts"])
    cost = {"same": lambda: Fraction(3), "whole": lambda: Fraction(dice.randint(1, 6)),
            "parts": lambda: Fraction(dice.randint(1, 20), dice.choice([2, 3, 4]))}[kind]  # fmt: skip
    costs = {key: cost() for key in keys}
    heavy = dice.choice([[1], [1, 2, 3], [Fraction(1, 2), Fraction(1, 3), 1]]) if weighted else [1]
    ballots = [
        Voter(
            {key: dice.randint(1, points) for key in keys if dice.random() < 0.5},
            Fraction(dice.choice(heavy)),
        )
        for _ in range(dice.randint(1, voters))
    ]
    capacity = sum(costs.values()) * Fraction(dice.randint(1, 5), 4)
    return Instance(tuple(Project(key, key.upper(), costs[key]) for key in keys), ballots, capacity)


def taken_apart(instance):
    """What the definition needs: costs, ballots, weights and the capacity."""
    costs = {item.key: item.cost for item in instance.items}
    return costs, [v.marks for v in instance.voters], [v.weight for v in instance.voters], instance.capacity
