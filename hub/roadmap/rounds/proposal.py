"""What a closed round proposes of an item, and the sentences that say so. Reads the stored result only."""

from __future__ import annotations

from typing import Any

from hub.core import limits
from hub.roadmap.models import Candidate, Round

LACKED = {
    "no supporters": "nobody marked it",
    "too large": "it costs more than was to be filled",
}


def funded(found: Round) -> frozenset[str]:
    """Slugs of the items that the round proposes, those that must be done included."""
    if not found.result:
        return frozenset()
    return frozenset(found.result["views"][found.result["view"]]["equal-shares"]["funded"])


def facts(found: Round) -> dict[str, dict[str, Any]]:
    """What the result says of each item, by slug."""
    return {row["slug"]: row for row in (found.result or {}).get("items", [])}


def why_not(row: dict[str, Any]) -> str:
    """Why the proposal does not hold an item, as a clause."""
    if row["standing"] == Candidate.Standing.EXCLUDED:
        return f"it was left out: {row['reason']}"
    if row.get("why") in LACKED:
        return LACKED[row["why"]]
    return f"those who marked it had {row['had']} of {row['cost']} team-weeks left, {row['missing']} too few"


def reason(found: Round, row: Candidate) -> str:
    """Why an item is planned, for its move."""
    words = f"Taken into {found.quarter} by the round “{found.title}”"
    return f"{words}: {row.departure}"[: limits.LINE] if row.departure else f"{words}."[: limits.LINE]


def answer(found: Round, row: Candidate) -> str:
    """What those who asked for an item that is not taken are told (Markdown)."""
    fact = facts(found)[row.item.slug]
    because = row.departure or f"{why_not(fact)}."
    because = because[:1].upper() + because[1:]
    return f"Not in {found.quarter}. {because}\n\n[The round and its result]({found.get_absolute_url()})"
