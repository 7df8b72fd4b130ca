"""The items with most points, as many as fit: what most cities do."""

from __future__ import annotations

from fractions import Fraction

from hub.roadmap.filling.instance import Instance
from hub.roadmap.filling.outcome import Filling, PassedOver, Purchase
from hub.roadmap.filling.standing import standing, why_not


def greedy(instance: Instance) -> Filling:
    """Go through the items from the most points down, and fund whatever still fits.

    Items of equal points stand by lower cost, then by key. An item without any points is never funded.
    """
    free, order = instance.open_capacity, standing(instance)
    purchases: list[Purchase] = []
    turned: dict[str, tuple[str, Fraction]] = {}
    for item, points, supporters in order:
        if item.key in instance.must_haves:
            continue
        reason = why_not(instance, item.key, item.cost, points)
        if reason or item.cost > free:
            turned[item.key] = (reason or "no room", free)
            continue
        tied = tuple(
            other.key for other, as_many, _ in order
            if as_many == points and (other.cost, other.key) > (item.cost, item.key)
            and other.key not in instance.must_haves and other.key not in instance.left_out
        )  # fmt: skip
        purchases.append(Purchase(item.key, item.cost, points, supporters, points, tied=tied))
        free -= item.cost
    return Filling(
        rule="greedy",
        completion="none",
        instance=instance,
        funded=(*sorted(instance.must_haves), *(purchase.key for purchase in purchases)),
        purchases=tuple(purchases),
        passed_over=tuple(
            PassedOver(item.key, item.cost, points, supporters, *turned[item.key], fits=False)
            for item, points, supporters in order
            if item.key in turned
        ),
    )
