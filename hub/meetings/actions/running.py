"""Running a meeting: begun, from point to point, over. The moments are kept; they become chapters later."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from hub.accounts.models import User
from hub.activity.actions import record
from hub.core.errors import Refused
from hub.meetings.actions.holding import held, taking_place
from hub.meetings.models import AgendaItem, Meeting, Series

AROUND = dt.timedelta(hours=12)  # so far from its time a meeting is not begun


@transaction.atomic
def begin_meeting(series: Series, *, by: User, on: dt.date) -> Meeting:
    """Begin, with the first point; begun already, nothing changes. Raises Refused."""
    meeting, now = taking_place(held(series, on)), timezone.now()
    if meeting.began_at:
        return meeting
    if not meeting.starts_at - AROUND <= now <= meeting.ends_at + AROUND:
        raise Refused("A meeting is begun on its day.", "not_today")
    meeting.began_at = now
    meeting.save(update_fields=["began_at"])
    _begin_next(meeting, now)
    record("meetings.meeting_begun", meeting, f"began {meeting}", by=by)
    return meeting


@transaction.atomic
def next_point(series: Series, *, by: User, on: dt.date, after: int | None = None) -> AgendaItem | None:
    """End the point at hand and begin the next one that is open.

    `after` is the point that the caller saw at hand: when it is over already, nothing changes, so that two
    clicks go on by one. Raises Refused.
    """
    meeting, now = _going_on(series, on), timezone.now()
    at_hand = current(meeting)
    if after is not None and (at_hand is None or at_hand.pk != after):
        return at_hand
    _end(at_hand, now)
    following = _begin_next(meeting, now)
    word = f"went on to {following}" if following else "came to the end of the agenda"
    record("meetings.point_reached", meeting, word, by=by)
    return following


@transaction.atomic
def end_meeting(series: Series, *, by: User, on: dt.date) -> Meeting:
    """End it with the point at hand; what was not begun is left to be carried forward. Raises Refused."""
    meeting = held(series, on)
    if meeting.over_at:
        return meeting
    meeting, now = _going_on(series, on), timezone.now()
    _end(current(meeting), now)
    meeting.over_at = now
    meeting.save(update_fields=["over_at"])
    record("meetings.meeting_over", meeting, f"ended {meeting}", by=by)
    return meeting


def current(meeting: Meeting) -> AgendaItem | None:
    """The point that is talked about now."""
    return meeting.agenda_items.filter(began_at__isnull=False, over_at=None).first()


def _going_on(series: Series, on: dt.date) -> Meeting:
    meeting = held(series, on)
    if not meeting.began_at:
        raise Refused("It was not begun yet.", "not_begun")
    if meeting.over_at:
        raise Refused("It is over.", "over")
    return meeting


def _end(point: AgendaItem | None, now: dt.datetime) -> None:
    if point:
        point.over_at, point.outcome = now, AgendaItem.Outcome.DONE
        point.save(update_fields=["over_at", "outcome"])


def _begin_next(meeting: Meeting, now: dt.datetime) -> AgendaItem | None:
    waiting = meeting.agenda_items.filter(outcome=AgendaItem.Outcome.OPEN, began_at=None)
    point = waiting.order_by("position", "pk").first()
    if point:
        point.began_at = now
        point.save(update_fields=["began_at"])
    return point
