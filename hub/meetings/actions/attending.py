"""Saying whether one comes, and afterwards who was there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from hub.accounts.models import User
from hub.activity.actions import record
from hub.core.errors import Refused
from hub.meetings.actions.holding import held, taking_place
from hub.meetings.models import Attendance, Meeting, Series


@transaction.atomic
def say_whether_coming(series: Series, *, by: User, on: dt.date, answer: str) -> Attendance:
    """Say that one comes, may come or cannot; empty takes it back. Raises Refused, ValidationError."""
    if answer and answer not in Attendance.Answer.values:
        raise ValidationError({"answer": ValidationError("Say yes, maybe or no.", "invalid_choice")})
    meeting = taking_place(held(series, on))
    if meeting.ends_at <= timezone.now():
        raise Refused("It is over: say whether you were there instead.", "over")
    row = _row(meeting, by)
    if row.pk is None or row.answer != answer:
        row.answer, row.said_at = answer, timezone.now()
        row.save()
    return row


@transaction.atomic
def tick_presence(
    series: Series, *, by: User, on: dt.date, people: Iterable[User], was_there: bool | None
) -> list[Attendance]:
    """Say of these people that they were there, or were not; None takes it back. Raises Refused.

    The feed does not say who: who was where is the business of those who were.
    """
    meeting = taking_place(held(series, on))
    if meeting.starts_at > timezone.now() and not meeting.began_at:
        raise Refused("It has not begun yet.", "not_begun")
    rows, changed = [], 0
    for person in sorted(set(people), key=lambda person: person.pk):
        row = _row(meeting, person)
        if row.pk is None or row.was_there != was_there:
            row.was_there, row.said_at = was_there, timezone.now()
            row.save()
            changed += 1
        rows.append(row)
    if changed:
        record("meetings.presence_ticked", meeting, "wrote down who was there", by=by, public=False)
    return rows


def _row(meeting: Meeting, person: User) -> Attendance:
    found = Attendance.objects.filter(meeting=meeting, user=person).first()
    return found or Attendance(meeting=meeting, user=person)
