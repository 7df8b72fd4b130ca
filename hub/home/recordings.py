"""The recordings on one person's first page: the newest, and those that wait for their word, in one query."""

from __future__ import annotations

import datetime as dt

from django.db.models import DateTimeField, OuterRef, Subquery, Value

from hub.accounts.models import User
from hub.recordings.models import Recording, SignOff

SHOWN = 6
ASKED = 5


def recordings_for(user: User) -> tuple[list[Recording], list[Recording]]:
    """The newest that this person may watch, and the drafts in which they speak (`asked_at`), longest waiting first."""
    mine = SignOff.objects.filter(user=user, agrees=None)
    since = mine.filter(recording=OuterRef("pk")).values("asked_at")[:1]
    asked = Recording.objects.filter(state=Recording.State.DRAFT, pk__in=mine.values("recording"))
    asked = asked.annotate(why=Value("asked"), asked_at=Subquery(since)).order_by("asked_at", "pk")
    newest = Recording.objects.visible_to(user).listed()
    newest = newest.annotate(why=Value("newest"), asked_at=Value(None, output_field=DateTimeField()))
    found: dict[str, list[Recording]] = {"newest": [], "asked": []}
    for row in newest[:SHOWN].union(asked[:ASKED], all=True):
        found[row.why].append(row)
    # the database may mix the parts of a union
    found["newest"].sort(key=lambda row: (row.title, row.pk))
    found["newest"].sort(key=lambda row: row.recorded_on or dt.date.min, reverse=True)
    return found["newest"], sorted(found["asked"], key=lambda row: (row.asked_at, row.pk))  # type: ignore[attr-defined]
