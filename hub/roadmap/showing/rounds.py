"""In which rounds an item stood, and what came out of them. One query."""

from __future__ import annotations

from typing import Any

from hub.roadmap.models import Candidate, RoadmapItem, Round
from hub.roadmap.rounds import proposal

SHOWN = 10


def part(item: RoadmapItem, user: Any) -> dict[str, Any]:
    """What `item/rounds.html` shows."""
    seen = Round.objects.visible_to(user).exclude(state__in=(Round.State.DRAFT, Round.State.VOID))
    rows = item.candidacies.filter(round__in=seen).select_related("round").order_by("-round__quarter", "-pk")
    return {"candidacies": [(row, said(row, item.slug)) for row in rows[:SHOWN]]}


def said(row: Candidate, slug: str) -> str:
    """What became of the item in that round; of an open one only that it is open."""
    found = row.round
    if found.state == Round.State.OPEN:
        return "Open: people are voting."
    if found.is_being_counted:
        return "Closed; being counted."
    if row.taken is not None:
        words = "Taken into the quarter." if row.taken else "Not taken."
        return f"{words} {row.departure}".strip()
    fact = proposal.facts(found).get(slug)
    if fact is None:
        return ""
    if fact["funded"]:
        return "Proposed for the quarter; the platform team has not answered yet."
    because = proposal.why_not(fact)
    return f"Not proposed: {because}."
