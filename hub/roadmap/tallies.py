"""How many people need an item: counted once, kept on the item, so that lists of thousands are read at once."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

# A person counts once, also when they spoke for several items that were merged: what they said of the item itself
# holds, else the strongest they said of its parts.
VOICES = """
    SELECT DISTINCT ON (root, user_id)
           COALESCE(part.canonical_id, part.id) AS root, said.user_id, said.need
    FROM roadmap_support said JOIN roadmap_roadmapitem part ON part.id = said.item_id
    {where}
    ORDER BY root, user_id, (part.canonical_id IS NOT NULL), said.need DESC
"""
RECOUNT = """
    WITH voices AS ({voices}), counts AS (
        SELECT root, count(*) FILTER (WHERE need > 0) AS supporters, count(*) FILTER (WHERE need = 3) AS blocked
        FROM voices GROUP BY root
    )
    UPDATE roadmap_roadmapitem item
    SET supporters = COALESCE(counts.supporters, 0), blocked = COALESCE(counts.blocked, 0)
    FROM roadmap_roadmapitem same LEFT JOIN counts ON counts.root = same.id
    WHERE item.id = same.id {which}
"""


def recount(items: Iterable[int]) -> None:
    """Count anew who needs these items (keys of items that stand for themselves)."""
    keys = list(items)
    voices = VOICES.format(where="WHERE COALESCE(part.canonical_id, part.id) = ANY(%s)")
    with connection.cursor() as cursor:
        cursor.execute(RECOUNT.format(voices=voices, which="AND item.id = ANY(%s)"), [keys, keys])


def recount_all() -> None:
    """Count anew for every item, after many were written at once."""
    changed = (
        "AND (item.supporters, item.blocked) <> (COALESCE(counts.supporters, 0), COALESCE(counts.blocked, 0))"
    )
    with connection.cursor() as cursor:
        cursor.execute(RECOUNT.format(voices=VOICES.format(where=""), which=changed))


def needs_of(items: Iterable[int]) -> dict[int, dict[int, int]]:
    """How many people say which need of each of these items (keys of items that stand for themselves)."""
    voices = VOICES.format(where="WHERE COALESCE(part.canonical_id, part.id) = ANY(%s)")
    found: dict[int, dict[int, int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT root, need, count(*) FROM ({voices}) said GROUP BY root, need",  # noqa: S608 -- our own words
            [list(items)],
        )
        for root, need, count in cursor.fetchall():
            found.setdefault(root, {})[need] = count
    return found
