"""Which dates are near enough that people are reminded of them."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.models import AnonymousUser
from django.db.models import Max

from hub.meetings.agenda import upcoming
from hub.meetings.dates import Date
from hub.meetings.models import Series


def due(now: dt.datetime) -> list[Date]:
    """The dates ahead that people were not reminded of and are to be by now."""
    wanted = Series.objects.filter(remind_hours__gt=0)
    furthest = wanted.aggregate(hours=Max("remind_hours"))["hours"] or 0
    weeks = -(-min(furthest, 24 * 31) // (24 * 7))  # whole weeks, so that all fall into them
    return [date for date in upcoming(wanted, AnonymousUser(), now, weeks=weeks) if _is_due(date, now)]


def _is_due(date: Date, now: dt.datetime) -> bool:
    if date.is_cancelled or (date.meeting and date.meeting.reminded_at):
        return False
    return date.starts_at - dt.timedelta(hours=date.series.remind_hours) <= now < date.starts_at
