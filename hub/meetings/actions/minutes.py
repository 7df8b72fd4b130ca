"""Writing the minutes: every saved state is kept, and two who write at once lose nothing."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction

from hub.accounts.models import User
from hub.activity.actions import record
from hub.core.errors import Refused
from hub.meetings.actions.holding import held
from hub.meetings.merging import join, tidy
from hub.meetings.models import Meeting, Revision, Series


class Contradiction(Refused):
    """Somebody changed the same lines meanwhile; both texts are in it, and one that holds both."""

    def __init__(self, *, theirs: Revision, mine: str, both: str, places: int) -> None:
        who = theirs.by.name if theirs.by else "Somebody"
        where = "the same place" if places == 1 else f"{places} of the same places"
        super().__init__(
            f"{who} changed {where} meanwhile. Nothing is lost: both texts are here.", "conflict"
        )
        self.theirs, self.mine, self.both = theirs, mine, both


@transaction.atomic
def save_minutes(
    series: Series, *, by: User, on: dt.date, text: str, base: int, keep_both: bool = False
) -> Revision | None:
    """Write the minutes of a date, knowing revision `base` (0 for none); gives the revision that holds now.

    What others saved meanwhile is joined with it line by line. Where both changed the same lines it raises
    Contradiction and saves nothing, or with `keep_both` keeps theirs and mine. A text that changes nothing makes
    no revision. Raises ValidationError.
    """
    meeting = held(series, on)
    last = meeting.revisions.select_related("by").first()
    mine, before = tidy(text), _text_of(meeting, base)
    theirs = tidy(last.text) if last else ""
    joined = join(before, theirs, mine)
    if last and joined.conflicts and not keep_both:
        raise Contradiction(theirs=last, mine=mine, both=joined.text, places=joined.conflicts)
    if joined.text == theirs:
        return last
    return _keep(meeting, joined.text, by=by, base=base, last=last, is_merge=joined.text != mine)


@transaction.atomic
def bring_back(series: Series, *, by: User, on: dt.date, number: int) -> Revision:
    """Make an old revision the current text, as a new one. Raises Refused when there is no such revision."""
    meeting = held(series, on)
    last = meeting.revisions.first()
    old = meeting.revisions.filter(number=number).first()
    if last is None or old is None:
        raise Refused(f"There is no revision {number}.", "no_revision")
    if old.text == last.text:
        return last
    return _keep(meeting, old.text, by=by, base=last.number, last=last, is_merge=False)


def _text_of(meeting: Meeting, base: int) -> str:
    """The text that somebody had before them."""
    if base == 0:
        return ""
    revision = meeting.revisions.filter(number=base).first()
    if revision is None:
        raise ValidationError({"base": ValidationError(f"There is no revision {base}.", "invalid")})
    return tidy(revision.text)


def _keep(
    meeting: Meeting, text: str, *, by: User, base: int, last: Revision | None, is_merge: bool
) -> Revision:
    revision = Revision(
        meeting=meeting, number=last.number + 1 if last else 1, base=base, text=text, is_merge=is_merge, by=by
    )
    revision.full_clean()
    revision.save()
    meeting.notes = text
    meeting.save(update_fields=["notes"])
    word = "wrote" if last is None else "changed"
    record(
        "meetings.minutes_saved", meeting, f"{word} the minutes of {meeting}", by=by, revision=revision.number
    )
    return revision
