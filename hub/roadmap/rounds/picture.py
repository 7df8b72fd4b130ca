"""The capacity as a bar, filled by what is funded. Plain values in, numbers for an SVG out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

WIDTH = 1000


@dataclass(frozen=True)
class Piece:
    """One funded item in the bar: where it begins, how wide it is, and what it is."""

    slug: str
    title: str
    cost: str
    x: float
    width: float
    must: bool
    only_here: bool


@dataclass(frozen=True)
class Bar:
    """A bar as wide as the capacity (or what is spent, if that is more)."""

    name: str
    spent: str
    capacity: str
    pieces: Sequence[Piece]
    end: float


def bar(
    name: str,
    funded: Sequence[str],
    items: Mapping[str, Mapping[str, Any]],
    capacity: str,
    other: Sequence[str],
) -> Bar:
    """The bar of one rule; what the other one does not fund is marked."""
    spent = sum(float(items[slug]["cost"]) for slug in funded)
    scale = WIDTH / max(float(capacity), spent, 0.1)
    pieces, x = [], 0.0
    for slug in funded:
        fact = items[slug]
        width = float(fact["cost"]) * scale
        pieces.append(
            Piece(
                slug, str(fact["title"]), str(fact["cost"]), round(x, 1), round(width, 1),
                fact["standing"] == "must", slug not in other,
            )
        )  # fmt: skip
        x += width
    return Bar(name, f"{round(spent, 2):g}", capacity, pieces, round(float(capacity) * scale, 1))
