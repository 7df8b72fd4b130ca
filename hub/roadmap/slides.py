"""The quarter as slides: an overview, then each pipeline step, as many items on a page as one can read from afar."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from hub.roadmap.board import STEPS, Column, cards, columns_of
from hub.roadmap.filters import ORDERS, chosen
from hub.roadmap.models import RoadmapItem

ON_A_SLIDE = 8
FEW = 3
MOST = 400  # items of a quarter that become slides


@dataclass(frozen=True)
class Slide:
    """One page of a step: `part` of `parts`."""

    label: str
    items: tuple[RoadmapItem, ...]
    part: int
    parts: int

    @property
    def is_airy(self) -> bool:
        """So few that each can say what it is about."""
        return len(self.items) <= FEW


@dataclass(frozen=True)
class Line:
    """One step in the overview."""

    label: str
    count: int
    cost: Decimal
    shipped: int
    impeded: int


@dataclass(frozen=True)
class Deck:
    """All pages of a quarter."""

    column: Column
    lines: list[Line]
    states: list[tuple[RoadmapItem, int]]
    impeded: list[RoadmapItem]
    slides: list[Slide]

    @property
    def pages(self) -> int:
        """The overview and the others."""
        return 1 + len(self.slides)


def deck(quarter: str, asked: dict[str, Any], user: Any) -> Deck:
    """The pages of a quarter, in two queries."""
    wishes = {name: value for name, value in asked.items() if name not in ("quarter", "earliest", "latest")}
    shown = chosen(wishes, user, states="state" in asked).filter(quarter=quarter)
    items = list(cards(shown, "need").order_by(*ORDERS["need"])[:MOST])
    by_step = {step: [item for item in items if item.step == step] for step, _ in STEPS}
    used = [(label, by_step[step]) for step, label in STEPS if by_step[step]]
    return Deck(
        column=columns_of([quarter], shown)[0],
        lines=[line(label, own) for label, own in used],
        states=_states(items),
        impeded=[item for item in items if item.impediment],
        slides=[slide for label, own in used for slide in slides(label, own)],
    )


def line(label: str, items: Sequence[RoadmapItem]) -> Line:
    """What the overview says of a step."""
    return Line(
        label=label,
        count=len(items),
        cost=sum((item.estimate or Decimal(0) for item in items), Decimal(0)),
        shipped=sum(item.state == RoadmapItem.State.SHIPPED for item in items),
        impeded=sum(bool(item.impediment) for item in items),
    )


def slides(label: str, items: Sequence[RoadmapItem], size: int = ON_A_SLIDE) -> list[Slide]:
    """The pages of a step, about equally full."""
    parts = -(-len(items) // size)
    share = -(-len(items) // parts) if parts else 0
    pages = [tuple(items[at : at + share]) for at in range(0, len(items), share or 1)]
    return [Slide(label, page, number, len(pages)) for number, page in enumerate(pages, 1)]


def _states(items: Sequence[RoadmapItem]) -> list[tuple[RoadmapItem, int]]:
    """How many are in each state, in the order of an item's life."""
    counted = Counter(item.state for item in items)
    return [(RoadmapItem(state=state), counted[state]) for state in RoadmapItem.State if counted[state]]
