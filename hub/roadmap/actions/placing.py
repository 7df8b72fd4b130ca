"""Put an item elsewhere on the board: another quarter, another step."""

from __future__ import annotations

from django.db import transaction

from hub.accounts.models import User
from hub.roadmap.actions.holding import locked
from hub.roadmap.actions.moving import move_item, plan_item
from hub.roadmap.models import RoadmapItem

State = RoadmapItem.State


@transaction.atomic
def place_item(
    item: RoadmapItem, *, by: User, quarter: str, step: str, reason: str = "", seen: str
) -> RoadmapItem:
    """Put an item into a quarter and at a step, as somebody did with its card.

    What was accepted becomes planned with its first quarter, and accepted again without one; whatever else would
    change the state is refused by the verbs that move. `seen` is the quarter the card stood in. Raises Refused,
    ValidationError.
    """
    item = locked(item)
    if item.quarter == seen and quarter and item.state == State.ACCEPTED:
        item = move_item(item, by=by, to=State.PLANNED, quarter=quarter, reason=reason)
    elif item.quarter == seen and seen and not quarter and item.state == State.PLANNED:
        item = move_item(item, by=by, to=State.ACCEPTED, reason=reason)
    seen = quarter if item.quarter == quarter else seen
    return plan_item(item, by=by, quarter=quarter, step=step, reason=reason, seen=seen)
