"""How badly an item is needed, by whom, and what the reader said of it."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from hub.accounts.models import Membership
from hub.roadmap.forms import SupportForm
from hub.roadmap.models import RoadmapItem, Support
from hub.roadmap.needs import levels

VOICES = 50  # supports shown with their reasons


def part(item: RoadmapItem, user: Any) -> dict[str, Any]:
    """What `item/needs.html` shows."""
    supports = list(item.supports.select_related("user"))
    mine = next((support for support in supports if support.user_id == user.pk), None)
    return {
        "levels": _levels(supports),
        "supports": [support for support in supports if support.need][:VOICES],
        "support_count": sum(1 for support in supports if support.need),
        "mine": mine,
        "form": SupportForm(initial={"need": mine.need, "why": mine.why} if mine else None),
    }


def _levels(supports: list[Support]) -> list[dict[str, Any]]:
    people = [support.user_id for support in supports]
    today = Membership.objects.on(timezone.localdate()).filter(user__in=people)
    teams = list(today.values_list("team_id", "user_id", "team__name"))
    for support in supports:
        own = [name for _, person, name in teams if person == support.user_id]
        support.team_names = ", ".join(own)  # type: ignore[attr-defined]
    counted = levels(
        [(support.user_id, support.need) for support in supports],
        [(team, person) for team, person, _ in teams],
    )
    most = max([level.people for level in counted], default=0)
    return [
        {
            "level": level,
            "label": Support.Need(level.need).label,
            "share": round(100 * level.people / most) if most else 0,
        }
        for level in counted
    ]
