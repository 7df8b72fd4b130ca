"""The dates people see: those a rule gives, and those that were written down, as one list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from hub.meetings.calendar import Rhythm, UnreadableRuleError, read_rule
from hub.meetings.models import Meeting, Series

LOOK_BACK = dt.timedelta(days=366)  # where a rule without a first day is walked from


@dataclass(frozen=True)
class Date:
    """One date of a series, held or to come."""

    series: Series
    starts_at: dt.datetime
    ends_at: dt.datetime
    meeting: Meeting | None = None

    @property
    def title(self) -> str:
        """Its own name, or the name of the series."""
        return (self.meeting.title if self.meeting else "") or self.series.title

    @property
    def url(self) -> str:
        """Where to read more."""
        return self.meeting.get_absolute_url() if self.meeting else self.series.get_absolute_url()

    @property
    def wall(self) -> dt.datetime:
        """What the clock on the wall shows where the series is at home."""
        return self.starts_at.astimezone(ZoneInfo(self.series.timezone))

    @property
    def clock(self) -> str:
        """The time there, with its zone: 18:00 CET."""
        return f"{self.wall:%H:%M %Z}"

    @property
    def day(self) -> dt.date:
        """The day in the zone of the series."""
        return self.wall.date()


def dates(
    series: Iterable[Series], meetings: Iterable[Meeting], start: dt.datetime, end: dt.datetime
) -> list[Date]:
    """All dates that are not over at `start` and begin before `end`, the next one first.

    A meeting that was written down stands for the date its rule gives on that day.
    """
    held = [Date(row.series, row.starts_at, row.ends_at, row) for row in meetings]
    known = {(date.series.pk, date.day) for date in held}
    ruled = [
        date for row in series for date in ruled_dates(row, start, end) if (row.pk, date.day) not in known
    ]
    return sorted(held + ruled, key=lambda date: (date.starts_at, date.series.title))


def ruled_dates(series: Series, start: dt.datetime, end: dt.datetime) -> list[Date]:
    """The dates that the rule of a series gives; none when it has no rule, or one that cannot be read."""
    rhythm = rhythm_of(series, start)
    length = dt.timedelta(minutes=series.minutes)
    try:
        moments = list(rhythm.between(start - length, end)) if rhythm else []
    except UnreadableRuleError:
        return []  # its page still says in words when it meets
    return [Date(series, moment, moment + length) for moment in moments if moment + length > start]


def rhythm_of(series: Series, start: dt.datetime) -> Rhythm | None:
    """What a series says about its dates, if that is enough to know them."""
    if not series.rrule or series.time is None:
        return None
    first = series.first_on
    if first is None and _needs_no_first_day(series.rrule):
        first = (start - LOOK_BACK).date()
    return Rhythm(series.rrule, first, series.time, series.timezone) if first else None


def _needs_no_first_day(rule: str) -> bool:
    """Every Tuesday is every Tuesday; every other Tuesday depends on the first."""
    try:
        parts = read_rule(rule)
    except UnreadableRuleError:
        return False
    anchored = parts.get("INTERVAL", "1") != "1" or "COUNT" in parts or parts["FREQ"] == "YEARLY"
    return not anchored and (parts["FREQ"] == "DAILY" or bool({"BYDAY", "BYMONTHDAY"} & set(parts)))


def date_on(series: Series, day: dt.date) -> Date | None:
    """The date of a series on a day where it is at home; None when it does not meet."""
    start = dt.datetime.combine(day, dt.time(), ZoneInfo(series.timezone))
    end = start + dt.timedelta(days=1)
    held = [*series.meetings.filter(starts_at__gte=start, starts_at__lt=end).order_by("starts_at")]
    for meeting in held:
        meeting.series = series
    found = [date for date in dates([series], held, start, end) if date.day == day]
    return found[0] if found else None
