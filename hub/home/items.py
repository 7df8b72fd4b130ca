"""The roadmap items on one person's first page, each for its own reason, all in one query."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import DateField, Q, Value

from hub.accounts.models import User
from hub.roadmap.answering import unanswered
from hub.roadmap.models import ItemQuerySet, RoadmapItem
from hub.roadmap.questions import use_questions

SHOWN = 5
NEVER = Value(None, output_field=DateField())
#: How each list is ordered: the database may mix the parts of a union.
ORDERS: dict[str, tuple[Callable[[Any], Any], bool]] = {
    "uses": (lambda item: (item.released_on, item.pk), False),
    "items": (lambda item: (item.proposed_on, item.pk), True),
    "answers": (lambda item: (item.proposed_on, item.pk), False),
    "latest": (lambda item: (item.updated_on or item.proposed_on, item.pk), True),
}


def items_for(user: User, *, latest: int = 0) -> dict[str, list[RoadmapItem]]:
    """What a person is asked about, their own open items, for admins proposals without an answer, and the latest."""
    visible = RoadmapItem.objects.visible_to(user)
    parts = {
        "uses": (use_questions(user), SHOWN),
        "items": (_plain(visible.filter(Q(proposed_by=user) | Q(owner=user)).open()), SHOWN),
    }
    if user.is_platform_admin:
        parts["answers"] = (_plain(unanswered(user).select_related(None)), SHOWN)
    if latest:
        parts["latest"] = (_plain(visible.last_moved()), latest)
    first, *others = [rows.annotate(why=Value(name))[:most] for name, (rows, most) in parts.items()]
    found: dict[str, list[RoadmapItem]] = {name: [] for name in ORDERS}
    for item in first.union(*others, all=True):
        found[item.why].append(item)
    return {name: sorted(rows, key=ORDERS[name][0], reverse=ORDERS[name][1]) for name, rows in found.items()}


def _plain(rows: ItemQuerySet) -> ItemQuerySet:
    """With the columns of those that people are asked about."""
    return rows.annotate(released_on=NEVER)
