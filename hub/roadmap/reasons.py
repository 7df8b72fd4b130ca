"""Who needs an item, how badly and what for: each person once, also when they spoke for what was merged into it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from hub.accounts.models import User
from hub.roadmap.models import Support
from hub.roadmap.tallies import ROOT, VOICES

# The reader's own words come first, then who needs it most.
REASONS = f"""
    WITH voices AS ({VOICES.format(where=f"WHERE {ROOT} = %(item)s")})
    SELECT person.id, person.handle, person.name, said.need, said.why, said.changed_at, speaker.handle, speaker.name,
           CASE WHEN part.id = %(item)s THEN '' ELSE part.title END
    FROM voices JOIN roadmap_support said ON said.id = voices.support_id
    JOIN accounts_user person ON person.id = said.user_id
    JOIN roadmap_roadmapitem part ON part.id = said.item_id
    LEFT JOIN accounts_user speaker ON speaker.id = said.said_by_id
    ORDER BY person.id IS DISTINCT FROM %(reader)s::bigint, said.need DESC, person.name, said.id
    LIMIT %(most)s
"""  # noqa: S608 -- our own words


@dataclass(frozen=True)
class Reason:
    """What one person said of an item, or of the part of it that is named."""

    user: User
    need: int
    why: str
    changed_at: dt.datetime
    said_by: User | None
    part: str

    @property
    def label(self) -> str:
        """How badly, in words."""
        return Support.Need(self.need).label


def reasons_for(root: int, *, reader: int | None, most: int) -> list[Reason]:
    """What people said of an item and its parts: the reader's own first, then the strongest. One query."""
    with connection.cursor() as cursor:
        cursor.execute(REASONS, {"item": root, "reader": reader, "most": most})
        return [
            Reason(
                User(pk=pk, handle=handle, name=name),
                need,
                why,
                timezone.localtime(at),
                User(handle=speaker, name=speaker_name) if speaker else None,
                part,
            )
            for pk, handle, name, need, why, at, speaker, speaker_name, part in cursor.fetchall()
        ]
