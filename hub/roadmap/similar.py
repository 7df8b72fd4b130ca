"""Items about the same need: shown while somebody types, so that needs meet instead of multiplying."""

from __future__ import annotations

import re
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank

from hub.core.fulltext import Document, Finds
from hub.roadmap.models import ItemQuerySet, RoadmapItem

SHOWN = 5
WORDS = 12  # of what was typed; more only make it slower
NEAR = 0.05  # rank below which two needs have nothing but a common word in common


def similar_to(text: str, *, by: Any = None) -> ItemQuerySet:
    """The items nearest in words to a text, the nearest first; none for a text without a word of substance.

    What `by` has just proposed under this very title is no other item: it is a second click.
    """
    words = list(dict.fromkeys(re.findall(r"\w{3,40}", text.lower())))[:WORDS]
    if not words:
        return RoadmapItem.objects.none()
    query = SearchQuery(" or ".join(words), search_type="websearch", config="english")
    found = RoadmapItem.objects.filter(Finds(Document(), query))
    found = found.annotate(rank=SearchRank(Document(), query)).filter(rank__gt=NEAR)
    if by is not None:
        found = found.exclude(proposed_by=by, title=" ".join(text.split()))
    return found.order_by("-rank", "-proposed_on", "pk")[:SHOWN]
