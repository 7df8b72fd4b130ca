"""What happened, on one person's first page: what they have not read and what moved on the roadmap, in one query."""

from __future__ import annotations

from django.db.models import Count, IntegerField, Value, Window

from hub.accounts.models import User
from hub.activity.models import Entry

SHOWN = 5
MOVED = 6


def entries_for(user: User) -> tuple[list[Entry], list[Entry]]:
    """Unread news of this person (each with `of`: how many there are), and the last moves of the roadmap."""
    mine = Entry.objects.filter(
        notifications__user=user, notifications__read_at=None, notifications__in_app=True
    )
    unread = mine.annotate(of=Window(Count("pk")), why=Value("unread")).select_related("actor")
    moved = Entry.objects.visible_to(user).filter(kind__startswith="roadmap.").select_related("actor")
    moved = moved.annotate(of=Value(0, output_field=IntegerField()), why=Value("moved"))
    found: dict[str, list[Entry]] = {"unread": [], "moved": []}
    for entry in unread[:SHOWN].union(moved[:MOVED], all=True):
        found[entry.why].append(entry)
    for rows in found.values():  # the database may mix the parts of a union
        rows.sort(key=lambda entry: (entry.created_at, entry.pk), reverse=True)
    return found["unread"], found["moved"]
