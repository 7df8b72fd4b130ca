"""Say something about an item that stays with it: a note, an answer to those who asked, what is in its way."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator

from hub.accounts.models import User
from hub.activity.actions import record
from hub.core.errors import Refused
from hub.meetings.models import Meeting
from hub.roadmap.actions.holding import locked, refuse_part
from hub.roadmap.concerned import concerned
from hub.roadmap.models import Note, RoadmapItem

SAME_CLICK = dt.timedelta(minutes=10)
KINDS = {
    "note": ("roadmap.item_noted", "noted on {}"),
    "answer": ("roadmap.item_answered", "answered those who asked for {}"),
}
QUOTED = 200


@transaction.atomic
def note_item(
    item: RoadmapItem, *, by: User, text: str, meeting: Meeting | None = None, kind: str = "note"
) -> Note:
    """Write a note or an answer on an item; sent twice within minutes it is one.

    An answer is told to everyone who asked for the item. Raises Refused, ValidationError.
    """
    item = locked(item)
    refuse_part(item)
    text = text.strip()
    if again := _just_said(item, by, text, kind):
        return again
    note = Note(item=item, by=by, text=text, meeting=meeting, kind=kind)
    note.full_clean(exclude=["item", "by", "meeting"])
    note.save(force_insert=True)
    name, words = KINDS[kind]
    quote = Truncator(" ".join(text.split())).chars(QUOTED)
    answer = kind == Note.Kind.ANSWER
    record(
        name, item, f"{words.format(item.title)}: {quote}", by=by, tell=concerned(item) if answer else [],
        note=note.pk, lines=[] if quote == text else [text],
        headline=f"{item.title}: {note.get_kind_display().lower()}",
    )  # fmt: skip
    return note


def _just_said(item: RoadmapItem, by: User, text: str, kind: str) -> Note | None:
    since = timezone.now() - SAME_CLICK
    return Note.objects.filter(item=item, by=by, text=text, kind=kind, at__gt=since).last()


@transaction.atomic
def impede_item(item: RoadmapItem, *, by: User, what: str) -> RoadmapItem:
    """Say what keeps an item from going on; said anew, the words change and the day it began stays.

    Raises Refused when nothing goes on with it any more, ValidationError.
    """
    item = locked(item)
    refuse_part(item)
    what = " ".join(what.split())
    if item.is_closed:
        words = item.get_state_display().lower()
        raise Refused(f"“{item.title}” is {words}: nothing can be in its way.", "closed")
    if not what:
        raise ValidationError({"what": ValidationError("Say what is in the way.", "required")})
    if what == item.impediment:
        return item
    item.impediment, item.impeded_at = what, item.impeded_at or timezone.now()
    item.full_clean()
    item.save(update_fields=["impediment", "impeded_at"])
    record(
        "roadmap.item_impeded",
        item,
        f"says what keeps {item.title} from going on: {what}",
        by=by,
        tell=concerned(item),
        what=what,
    )
    return item


@transaction.atomic
def free_item(item: RoadmapItem, *, by: User) -> RoadmapItem:
    """Say that nothing is in the way of an item any more; where nothing was, nothing happens."""
    item = locked(item)
    refuse_part(item)
    if not item.impediment:
        return item
    was, item.impediment, item.impeded_at = item.impediment, "", None
    item.save(update_fields=["impediment", "impeded_at"])
    record(
        "roadmap.item_freed", item, f"says that {item.title} can go on", by=by, tell=concerned(item), was=was
    )
    return item
