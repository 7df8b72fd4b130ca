"""The dates people see: those a rule gives, and those that were written down, as one list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q

from hub.meetings.calendar import Rhythm, UnreadableRuleError, read_rule
from hub.meetings.models import Meeting, MeetingQuerySet, Series

LOOK_BACK = dt.timedelta(days=366)  # where a rule without a first day is walked from
DAY = dt.timedelta(days=1)


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
        """Its page, written down or not."""
        return f"{self.series.get_absolute_url()}{self.day:%Y-%m-%d}/"

    @property
    def join_url(self) -> str:
        """Where to join: its own place, or that of the series."""
        return (self.meeting.url if self.meeting else "") or self.series.url

    @property
    def wall(self) -> dt.datetime:
        """What the clock on the wall shows where the series is at home."""
        return self.starts_at.astimezone(ZoneInfo(self.series.timezone))

    @property
    def clock(self) -> str:
        """The time there, with its zone: 18:00 CET; 14:00 UTC-03 where the zone has no letters of its own."""
        zone = self.wall.tzname() or ""
        return f"{self.wall:%H:%M} {f'UTC{zone}' if zone[:1] in '+-' else zone}"

    @property
    def on(self) -> dt.date:
        """The day it takes place on, in the zone of the series."""
        return self.wall.date()

    @property
    def day(self) -> dt.date:
        """The day it is known by in addresses: that of the rule, also when it was moved."""
        return (self.meeting and self.meeting.occurs_on) or self.on

    @property
    def is_cancelled(self) -> bool:
        """It does not take place."""
        return self.meeting is not None and self.meeting.is_cancelled

    @property
    def is_moved(self) -> bool:
        """It takes place on another day than the rule says."""
        return self.day != self.on

    @property
    def reason(self) -> str:
        """Why it was moved or cancelled."""
        return self.meeting.reason if self.meeting else ""


def written(series: Any, user: Any, start: dt.datetime, end: dt.datetime) -> MeetingQuerySet:
    """What was written down about that span: what takes place in it, and what was moved out of it."""
    inside = Q(ends_at__gt=start, starts_at__lt=end)
    meant = Q(occurs_on__gte=(start - DAY).date(), occurs_on__lte=(end + DAY).date())
    rows = Meeting.objects.visible_to(user).filter(inside | meant, series__in=series)
    return rows.order_by("starts_at", "pk")


def known_to(series: Sequence[Series], meetings: Iterable[Meeting]) -> list[Meeting]:
    """The meetings, each knowing the series that was read already."""
    rows = {row.pk: row for row in series}
    found = list(meetings)
    for meeting in found:
        meeting.series = rows[meeting.series_id]
    return found


def dates(
    series: Iterable[Series], meetings: Iterable[Meeting], start: dt.datetime, end: dt.datetime
) -> list[Date]:
    """All dates that are not over at `start` and begin before `end`, the next one first; cancelled ones too.

    A meeting that was written down stands for the date its rule gives on its day, wherever it was moved:
    `written` finds those that this span is about.
    """
    held = [Date(row.series, row.starts_at, row.ends_at, row) for row in meetings]
    known = {(date.series.pk, date.day) for date in held}
    ruled = [
        date for row in series for date in ruled_dates(row, start, end) if (row.pk, date.day) not in known
    ]
    inside = [date for date in held if date.ends_at > start and date.starts_at < end]
    return sorted(inside + ruled, key=lambda date: (date.starts_at, date.series.title))


def ruled_dates(series: Series, start: dt.datetime, end: dt.datetime) -> list[Date]:
    """The dates that the rule of a series gives; none when it has no rule, or one that cannot be read."""
    rhythm = rhythm_of(series, start)
    length = dt.timedelta(minutes=series.minutes)
    try:
        moments = list(rhythm.between(start - length, end)) if rhythm else []
    except UnreadableRuleError:
        return []  # its page still says in words when it meets
    found = [Date(series, moment, moment + length) for moment in moments if moment + length > start]
    return [date for date in found if series.ended_on is None or date.on < series.ended_on]


def rhythm_of(series: Series, start: dt.datetime) -> Rhythm | None:
    """What a series says about its dates, if that is enough to know them."""
    if not series.rrule or series.time is None:
        return None
    first = series.first_on
    if first is None and needs_no_first_day(series.rrule):
        first = (start - LOOK_BACK).date()
    return Rhythm(series.rrule, first, series.time, series.timezone) if first else None


def needs_no_first_day(rule: str) -> bool:
    """Every Tuesday is every Tuesday; every other Tuesday depends on the first."""
    try:
        parts = read_rule(rule)
    except UnreadableRuleError:
        return False
    anchored = parts.get("INTERVAL", "1") != "1" or "COUNT" in parts or parts["FREQ"] == "YEARLY"
    return not anchored and (parts["FREQ"] == "DAILY" or bool({"BYDAY", "BYMONTHDAY"} & set(parts)))


def date_on(series: Series, day: dt.date) -> Date | None:
    """The date of a series that is known by a day, wherever it was moved; None when there is none."""
    start = dt.datetime.combine(day, dt.time(), ZoneInfo(series.timezone))
    end = start + DAY
    on_it = Q(occurs_on=day) | Q(occurs_on=None, starts_at__gte=start, starts_at__lt=end)
    held = series.meetings.filter(on_it).order_by("occurs_on", "starts_at").first()  # empty ones come last
    if held:
        held.series = series
        return Date(series, held.starts_at, held.ends_at, held)
    return next((date for date in ruled_dates(series, start, end) if date.on == day), None)
