"""What the page of an item shows: reads only, a fixed number of queries."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from hub.accounts.models import Membership, Team
from hub.activity.models import Entry
from hub.core.links import is_web_link
from hub.core.permissions import may
from hub.roadmap.forms import SupportForm
from hub.roadmap.models import ItemQuerySet, RoadmapItem, Support
from hub.roadmap.needs import levels

VOICES = 50  # supports shown with their reasons
HISTORY = 30


def items(user: Any) -> ItemQuerySet:
    """Items with everything that hangs on one of them."""
    found: ItemQuerySet = RoadmapItem.objects.visible_to(user).select_related(
        "group", "team", "owner", "proposed_by"
    )
    return found


def about(item: RoadmapItem, user: Any) -> dict[str, Any]:
    """The context of the page."""
    supports = list(item.supports.select_related("user"))
    mine = next((support for support in supports if support.user_id == user.pk), None)
    return {
        "item": item,
        "levels": _levels(supports),
        "supports": [support for support in supports if support.need][:VOICES],
        "support_count": sum(1 for support in supports if support.need),
        "mine": mine,
        "form": SupportForm(initial={"need": mine.need, "why": mine.why} if mine else None),
        "may_edit": item.state == RoadmapItem.State.PROPOSED and may(user, "roadmap.edit_item", item),
        "services": item.services.all(),
        "demos": item.demos.visible_to(user),
        "conclusions": item.conclusions.select_related("group"),
        "stages": item.stages.all(),
        "links": [link for link in item.links if is_web_link(link)],
        "history": Entry.objects.visible_to(user).about(item).select_related("actor")[:HISTORY],
    }


def _levels(supports: list[Support]) -> list[dict[str, Any]]:
    people = [support.user_id for support in supports]
    today = Membership.objects.on(timezone.localdate()).filter(user__in=people)
    teams = list(today.values_list("team_id", "user_id"))
    names = dict(Team.objects.filter(pk__in={team for team, _ in teams}).values_list("pk", "name"))
    for support in supports:
        own = [names[team] for team, person in teams if person == support.user_id]
        support.team_names = ", ".join(own)  # type: ignore[attr-defined]
    counted = levels([(support.user_id, support.need) for support in supports], teams)
    most = max([level.people for level in counted], default=0)
    return [
        {
            "level": level,
            "label": Support.Need(level.need).label,
            "share": round(100 * level.people / most) if most else 0,
        }
        for level in counted
    ]
