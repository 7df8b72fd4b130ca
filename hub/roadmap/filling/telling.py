"""A filling as text, for people at a terminal."""

from __future__ import annotations

from fractions import Fraction

from hub.roadmap.filling.outcome import Filling, PassedOver, Purchase

WIDEST = 60
NAMES = {"equal-shares": "Method of Equal Shares", "greedy": "Most points first"}


def lines(filling: Filling) -> list[str]:
    """What is funded and why, and why the rest is not."""
    names = {item.key: item.name for item in filling.instance.items}
    return [
        f"{NAMES[filling.rule]}, {len(filling.instance.items)} items, {len(filling.instance.voters)} voters",
        f"Budget {amount(filling.capacity)}, spent {amount(filling.spent)}, left over {amount(filling.left_over)}",
        *_completed(filling),
        "",
        f"Funded ({len(filling.funded)})",
        *(_row(key, "must-have", names[key]) for key in filling.must_haves),
        *(_bought(purchase, names[purchase.key]) for purchase in filling.purchases),
        "",
        f"Not funded ({len(filling.passed_over)})",
        *(_passed(item, names[item.key]) for item in filling.passed_over),
    ]


def amount(value: Fraction) -> str:
    """A number with at most two decimals, and thousands apart."""
    return f"{value.numerator:,}" if value.denominator == 1 else f"{float(value):,.2f}"


def _completed(filling: Filling) -> list[str]:
    if filling.rule != "equal-shares":
        return []
    if filling.completion == "none":
        return [f"Each voter has {amount(filling.endowment)}."]
    raised = (
        f"Each voter has {amount(filling.endowment)}, after {filling.raises} raises of {amount(filling.step)}"
    )
    if filling.overspending is None:
        return [f"{raised}; everything that can be funded is."]
    return [f"{raised}; one more would spend {amount(filling.overspending)}."]


def _bought(item: Purchase, name: str) -> str:
    told = f"cost {amount(item.cost)}, points {amount(item.points)}"
    if item.price is not None:
        told += f", support {amount(item.support)}, {amount(item.price)} per point"
    if item.tied:
        told += f", tied with {', '.join(item.tied)}"
    return _row(item.key, told, name)


def _passed(item: PassedOver, name: str) -> str:
    told = f"cost {amount(item.cost)}, points {amount(item.points)}, {item.reason}"
    if item.reason == "not affordable":
        told += f": supporters had {amount(item.had)}"
    if item.reason == "no room":
        told += f": {amount(item.had)} was free"
    if item.fits:
        told += "; would still fit"
    return _row(item.key, told, name)


def _row(key: str, told: str, name: str) -> str:
    short = name if len(name) <= WIDEST else f"{name[: WIDEST - 1]}…"
    return f"  {key:>6}  {short}\n          {told}" if short else f"  {key:>6}  {told}"
