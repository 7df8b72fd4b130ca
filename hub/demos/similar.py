"""Wishes like the one somebody types: shown before another one is made, so that wishes meet."""

from __future__ import annotations

from typing import Any

from django.db.models import F
from django.db.models.expressions import RawSQL

from hub.demos.models import Wish

SHOWN = 5
NEAR = 0.5  # of the words of the shorter title
STEMS = "tsvector_to_array(to_tsvector('english', {}))"
FILLERS = {"show", "demo", "pleas", "use", "work", "exampl", "exercis"}  # stems that every wish may have


def same_words(title: str) -> str:
    """A title as compared: small letters, single blanks, without the end mark."""
    return " ".join(title.lower().split()).rstrip(".!?")


def similar_wishes(title: str, *, but: Wish | None = None) -> list[Any]:
    """Wishes on the list that share half of the words that matter, the nearest first."""
    if not title.strip():
        return []
    rows = Wish.objects.alive().annotate(
        theirs=RawSQL(STEMS.format('"demos_wish"."title"'), []),  # noqa: S611 -- constants
        ours=RawSQL(STEMS.format("%s"), [title]),  # noqa: S611 -- the title is bound
    )
    found = []
    for row in rows.select_related("service", "demo").order_by(F("voices").desc(), "pk")[:500]:
        share = _share(set(row.ours) - FILLERS, set(row.theirs) - FILLERS)
        if (share >= NEAR or same_words(row.title) == same_words(title)) and row != but:
            found.append((share, row))
    return [row for _share, row in sorted(found, key=lambda pair: -pair[0])[:SHOWN]]


def _share(ours: set[str], theirs: set[str]) -> float:
    return len(ours & theirs) / min(len(ours), len(theirs)) if ours and theirs else 0.0
