"""How badly an item is needed, by whom, what the reader said of it, and what was merged into it."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.utils import timezone

from hub.core.permissions import may
from hub.roadmap import tallies
from hub.roadmap.forms import SupportForForm, SupportForm
from hub.roadmap.models import Merge, RoadmapItem, Support
from hub.roadmap.needs import Level, Voices, disagreements, voices
from hub.roadmap.reasons import Reason, reasons_for

SHOWN = 30  # people shown with their reasons
WAYS = (("people", "People"), ("teams", "Teams"), ("capacity", "Capacity"))


def part(item: RoadmapItem, user: Any) -> dict[str, Any]:
    """What `item/needs.html` shows: four queries."""
    said = tallies.said_of(item.pk, timezone.localdate())
    reasons = _reasons(item, user, said)
    mine = next((reason for reason, _ in reasons if reason.user.pk == user.pk), None)
    return needs_of(said) | {
        "reasons": [(reason, teams) for reason, teams in reasons if reason.need],
        "support_count": item.supporters,
        "mine": mine,
        "form": SupportForm(initial={"need": mine.need, "why": mine.why} if mine else None),
        "for_form": SupportForForm(auto_id="for_%s") if may(user, "roadmap.support_for", item) else None,
        "merged": Merge.objects.in_force().filter(item__canonical=item).select_related("item", "by", "into"),
        "may_merge": may(user, "roadmap.merge_items", item),
        "now": timezone.now(),
    }


def needs_of(said: list[tallies.Said]) -> dict[str, Any]:
    """The three counts side by side, and in words where they disagree."""
    counted = counted_of(said)
    levels = counted.levels()
    return {"levels": _rows(levels), "ways": WAYS, "disagreements": disagreements(counted)}


def counted_of(said: list[tallies.Said]) -> Voices:
    """What was said, as it is counted."""
    in_teams = [row for row in said if row.team is not None]
    return voices(
        [(row.user, row.need) for row in said],
        [(row.team or 0, row.user) for row in in_teams],
        {row.team or 0: row.capacity or 0 for row in in_teams},
        {row.team or 0: row.team_name or "" for row in in_teams},
    )


def _rows(levels: list[Level]) -> list[dict[str, Any]]:
    totals = {way: sum(getattr(row, way) for row in levels) for way, _ in WAYS}
    return [
        {
            "level": row,
            "label": Support.Need(row.need).label,
            "ways": [
                {
                    "way": label,
                    "count": getattr(row, way),
                    "share": round(100 * getattr(row, way) / totals[way]) if totals[way] else 0,
                }
                for way, label in WAYS
            ],
        }
        for row in levels
    ]


def _reasons(item: RoadmapItem, user: Any, said: list[tallies.Said]) -> list[tuple[Reason, str]]:
    """What people said with the teams they are in: the reader's own first, then the strongest."""
    teams = defaultdict(list)
    for row in said:
        if row.team_name:
            teams[row.user].append(row.team_name)
    return [
        (reason, ", ".join(teams[reason.user.pk]))
        for reason in reasons_for(item.pk, reader=user.pk, most=SHOWN)
    ]
