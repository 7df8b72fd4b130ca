"""What lies around a date of a series: the one before it, and the one after."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from hub.meetings.dates import Date, dates
from hub.meetings.models import Series

FAR = dt.timedelta(days=400)  # a yearly meeting finds its neighbours
DAY = dt.timedelta(days=1)


def neighbours(series: Series, date: Date) -> tuple[Date | None, Date | None]:
    """The date before and the date after that take place; in one query."""
    start, end = date.starts_at - FAR, date.starts_at + FAR
    about = Q(starts_at__gte=start, starts_at__lt=end) | Q(
        occurs_on__gte=(start - DAY).date(), occurs_on__lte=(end + DAY).date()
    )
    held = list(series.meetings.filter(about).defer("notes"))
    for meeting in held:
        meeting.series = series
    found = [
        row
        for row in dates([series], held, start, end)
        if not _is_off(row) and known_by(row) != known_by(date)
    ]
    before = [row for row in found if row.starts_at < date.starts_at]
    after = [row for row in found if row.starts_at > date.starts_at]
    return (before[-1] if before else None), (after[0] if after else None)


def known_by(date: Date) -> dt.date:
    """The day a date has in addresses: that of the rule, also when it was moved."""
    return date.meeting.day if date.meeting else date.day


def address(date: Date) -> str:
    """The page of a date, written down or not."""
    return f"{date.series.get_absolute_url()}{known_by(date):%Y-%m-%d}/"


def _is_off(date: Date) -> bool:
    return date.meeting is not None and date.meeting.is_cancelled
