"""What is on: the next dates of all series, of one group, of one series."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hub.meetings.dates import Date, dates
from hub.meetings.models import Meeting, SeriesQuerySet

WEEKS = 4


def upcoming(series: SeriesQuerySet, user: Any, now: dt.datetime, *, weeks: int = WEEKS) -> list[Date]:
    """The dates of these series in the coming weeks, in two queries however many they are."""
    end = now + dt.timedelta(weeks=weeks)
    wanted = series.visible_to(user)
    written = Meeting.objects.visible_to(user).upcoming(now).filter(series__in=wanted, starts_at__lt=end)
    rows = written.select_related("series__group")
    return dates(wanted.ruled().select_related("group"), rows, now, end)
