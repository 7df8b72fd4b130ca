"""How many people need an item: counted once, kept on the item, so that lists of thousands are read at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

#: The item that stands for a part: itself, or the one it was merged into. Found through the index `item_by_root`.
ROOT = "COALESCE(part.canonical_id, part.id)"
# A person counts once, also when they spoke for several items that were merged: what they said of the item itself
# holds, else the strongest they said of its parts.
VOICES = f"""
    SELECT DISTINCT ON (root, user_id)
           {ROOT} AS root, said.user_id, said.need, said.id AS support_id
    FROM roadmap_support said JOIN roadmap_roadmapitem part ON part.id = said.item_id
    {{where}}
    ORDER BY root, user_id, (part.canonical_id IS NOT NULL), said.need DESC, said.id
"""  # noqa: S608 -- our own words
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


BY_TEAM = """
    WITH voices AS ({voices}), present AS (
        SELECT DISTINCT team_id, user_id FROM accounts_membership
        WHERE starts_on <= %s AND (ends_on IS NULL OR ends_on > %s)
    ), named AS (
        SELECT DISTINCT team_id FROM present JOIN voices USING (user_id)
    ), sizes AS (
        SELECT team_id, count(*) AS size FROM present
        JOIN accounts_user person ON person.id = user_id AND person.is_active
        WHERE team_id IN (SELECT team_id FROM named) GROUP BY team_id
    )
    SELECT voices.user_id, voices.need, team.id, team.name, COALESCE(team.capacity, sizes.size, 0)
    FROM voices LEFT JOIN present USING (user_id) LEFT JOIN accounts_team team ON team.id = present.team_id
    LEFT JOIN sizes ON sizes.team_id = team.id
    ORDER BY voices.user_id, team.name
"""


@dataclass(frozen=True)
class Said:
    """What one person said, for one of the teams they are in today (or for none)."""

    user: int
    need: int
    team: int | None
    team_name: str | None
    capacity: int | None  # of the team: as published, else the people in it


def said_of(root: int, day: dt.date) -> list[Said]:
    """Everything said of an item and its parts, each person's once for every team. One query."""
    voices = VOICES.format(where=f"WHERE {ROOT} = %s")
    with connection.cursor() as cursor:
        cursor.execute(BY_TEAM.format(voices=voices), [root, day, day])
        return [Said(*row) for row in cursor.fetchall()]


def recount(items: Iterable[int]) -> None:
    """Count anew who needs these items (keys of items that stand for themselves)."""
    keys = list(items)
    voices = VOICES.format(where=f"WHERE {ROOT} = ANY(%s)")
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
    voices = VOICES.format(where=f"WHERE {ROOT} = ANY(%s)")
    found: dict[int, dict[int, int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT root, need, count(*) FROM ({voices}) said GROUP BY root, need",  # noqa: S608 -- our own words
            [list(items)],
        )
        for root, need, count in cursor.fetchall():
            found.setdefault(root, {})[need] = count
    return found
