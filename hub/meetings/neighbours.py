"""What lies around a date of a series: the one before it, and the one after."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q

from hub.meetings.dates import Date, dates
from hub.meetings.models import Series

FAR = dt.timedelta(days=400)  # a yearly meeting finds its neighbours
DAY = dt.timedelta(days=1)


def neighbours(series: Series, date: Date, now: dt.datetime) -> tuple[Date | None, Date | None, Date | None]:
    """The date before and the date after that take place, and the first one after that is not over; in one query."""
    start, end = date.starts_at - FAR, max(date.starts_at, now) + FAR
    about = Q(starts_at__gte=start, starts_at__lt=end) | Q(
        occurs_on__gte=(start - DAY).date(), occurs_on__lte=(end + DAY).date()
    )
    held = list(series.meetings.filter(about).defer("notes"))
    for meeting in held:
        meeting.series = series
    found = [row for row in dates([series], held, start, end) if not row.is_cancelled and row.day != date.day]
    before = [row for row in found if row.starts_at < date.starts_at]
    after = [row for row in found if row.starts_at > date.starts_at]
    ahead = [row for row in after if row.ends_at > now]
    return (before[-1] if before else None), (after[0] if after else None), (ahead[0] if ahead else None)
