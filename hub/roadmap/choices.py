"""What the filters offer: the groups, services and teams that stand on the roadmap."""

from __future__ import annotations

from django.db import connection

EVERY = {"group": "Every group", "service": "Every service", "team": "Every team"}
# As a text, because every page with filters asks it.
OFFERED = """
    SELECT 'group', slug, name FROM sigs_group named
    WHERE EXISTS (SELECT FROM roadmap_roadmapitem WHERE group_id = named.id AND canonical_id IS NULL)
    UNION ALL
    SELECT 'service', slug, name FROM catalog_service named
    WHERE EXISTS (SELECT FROM roadmap_roadmapitem_services WHERE service_id = named.id)
    UNION ALL
    SELECT 'team', slug, name FROM accounts_team named
    WHERE EXISTS (SELECT FROM roadmap_roadmapitem WHERE team_id = named.id AND canonical_id IS NULL)
"""


def choices_of() -> dict[str, list[tuple[str, str]]]:
    """The choices of each filter, in one query however many there are."""
    found: dict[str, list[tuple[str, str]]] = {name: [("", every)] for name, every in EVERY.items()}
    with connection.cursor() as cursor:
        cursor.execute(OFFERED)
        for what, slug, name in cursor.fetchall():
            found[what].append((slug, name or slug))
    return {what: [rows[0], *sorted(rows[1:], key=_by_name)] for what, rows in found.items()}


def _by_name(choice: tuple[str, str]) -> str:
    return choice[1].casefold()
