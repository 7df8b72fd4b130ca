"""The dates of the syncs: the next ones, the last ones, and the one before another."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hub.meetings.dates import Date, date_on, dates, known_to, written
from hub.meetings.models import Series, SeriesQuerySet

NEXT, LAST = dt.timedelta(weeks=9), dt.timedelta(weeks=13)
SHOWN = 6


def syncs(user: Any) -> SeriesQuerySet:
    """The series that walk through the quarter."""
    found: SeriesQuerySet = Series.objects.visible_to(user).filter(kind=Series.Kind.SYNC)
    return found


def around(user: Any, now: dt.datetime) -> tuple[list[Date], list[Date]]:
    """The next dates and the last ones of all syncs, the nearest first; two queries."""
    series = list(syncs(user).select_related("group"))
    found = _between(series, user, now - LAST, now + NEXT)
    coming = [date for date in found if date.ends_at > now]
    over = [date for date in found if date.ends_at <= now and not date.is_cancelled]
    return coming[:SHOWN], over[::-1][:SHOWN]


def found(series: Series, day: str) -> Date | None:
    """The date of a sync on a day as an address writes it; None when it does not meet on it."""
    try:
        return date_on(series, dt.date.fromisoformat(day)) if len(day) == len("2026-11-24") else None
    except (ValueError, OverflowError):
        return None


def before(date: Date, user: Any) -> Date | None:
    """The date before this one that took place, as far as a quarter back."""
    found = _between([date.series], user, date.starts_at - LAST, date.starts_at)
    past = [other for other in found if other.starts_at < date.starts_at and not other.is_cancelled]
    return past[-1] if past else None


def address(date: Date) -> str:
    """Where its page is."""
    return f"/roadmap/sync/{date.series.slug}/{date.day.isoformat()}/"


def _between(series: list[Series], user: Any, start: dt.datetime, end: dt.datetime) -> list[Date]:
    meetings = known_to(series, written(series, user, start, end)) if series else []
    return dates(series, meetings, start, end)
