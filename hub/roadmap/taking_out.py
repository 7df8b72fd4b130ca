"""Items as rows for other programs: which columns, and what a spreadsheet must not take for a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings

from hub.roadmap.models import ItemQuerySet, Move, RoadmapItem
from hub.roadmap.tallies import needs_of

AT_ONCE = 500  # items read from the database at a time
#: What makes a spreadsheet run a cell. Such a text gets an apostrophe before it; the import takes it off again.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
COLUMNS = (
    "slug", "title", "kind", "state", "state_reason", "quarter", "target_on", "step", "group", "team", "owner",
    "proposed_by", "proposed_on", "updated_on", "estimate", "impediment", "for_whom", "need", "workaround",
    "services", "supporters", "blocked", "important", "nice", "page",
)  # fmt: skip


def in_chunks(items: ItemQuerySet) -> Iterator[list[RoadmapItem]]:
    """The items in their order, a few hundred at a time; `needs` (people by level) and `moves_made` are set."""
    chunk: list[RoadmapItem] = []
    for item in items.iterator(chunk_size=AT_ONCE):
        chunk.append(item)
        if len(chunk) == AT_ONCE:
            yield _filled(chunk)
            chunk = []
    if chunk:
        yield _filled(chunk)


def _filled(chunk: list[RoadmapItem]) -> list[RoadmapItem]:
    keys = [item.pk for item in chunk]
    needs = needs_of(keys)
    moves: dict[int, list[Move]] = {}
    for move in Move.objects.filter(item__in=keys).select_related("by"):
        moves.setdefault(move.item_id, []).append(move)
    for item in chunk:
        item.needs = needs.get(item.pk, {})  # type: ignore[attr-defined]
        item.moves_made = moves.get(item.pk, [])  # type: ignore[attr-defined]
    return chunk


class Line:
    """What a CSV writer writes to: it gives the line back."""

    def write(self, text: str) -> str:
        """The line as it is."""
        return text


def lines(items: ItemQuerySet) -> Iterator[str]:
    """The items as CSV, line by line; the first character says that it is UTF-8, for spreadsheets."""
    writer = csv.writer(Line())
    yield "\ufeff" + writer.writerow(COLUMNS)
    for chunk in in_chunks(items):
        yield "".join(writer.writerow(map(harmless, _row(item))) for item in chunk)


def _row(item: RoadmapItem) -> Iterable[Any]:
    needs: dict[int, int] = item.needs  # type: ignore[attr-defined]
    names = {name: getattr(item, name) for name in COLUMNS[:19]}
    linked = {"group": item.group, "team": item.team}
    people = {"owner": item.owner, "proposed_by": item.proposed_by}
    names |= {name: row.slug if row else "" for name, row in linked.items()}
    names |= {name: row.handle if row else "" for name, row in people.items()}
    services = ", ".join(service.slug for service in item.services.all())
    page = f"{settings.BASE_URL}{item.get_absolute_url()}"
    counts = (item.supporters, item.blocked, needs.get(2, 0), needs.get(1, 0))
    return [*names.values(), services, *counts, page]


def harmless(value: Any) -> str:
    """A cell that no spreadsheet runs."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
