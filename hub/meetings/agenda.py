"""What is on: the next dates of all series, of one group, of one series."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hub.meetings.dates import Date, dates, written
from hub.meetings.models import SeriesQuerySet

WEEKS = 4


def upcoming(series: SeriesQuerySet, user: Any, now: dt.datetime, *, weeks: int = WEEKS) -> list[Date]:
    """The dates of these series in the coming weeks, in two queries however many they are."""
    end = now + dt.timedelta(weeks=weeks)
    wanted = series.visible_to(user)
    rows = written(wanted, user, now, end).select_related("series__group")
    return dates(wanted.ruled().select_related("group"), rows, now, end)
