"""What a calendar says about dates: plain values, so that one text is made of one content.

A series with a rule is one event that comes back. A date that is not as the rule gives it is an exception of
it, known by the moment it was meant for; a date that no rule gives is an event of its own.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from hub.meetings.calendar import Rhythm, UnreadableRuleError, read_rule, until_of
from hub.meetings.dates import needs_no_first_day
from hub.meetings.models import Meeting, Series

YEARS = 100  # in which a rule must come true for the first time


@dataclass(frozen=True)
class Event:
    """One entry of a calendar.

    Attributes:
        uid: What it is known by, for ever.
        zone: Where the clock on the wall tells its time; empty for a moment in UTC.
        rule: How it comes back, as RFC 5545 wants it; empty for a single date.
        stands_for: The moment of the rule that it replaces.
    """

    uid: str
    title: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    zone: str
    page: str
    changed_at: dt.datetime
    sequence: int
    rule: str = ""
    stands_for: dt.datetime | None = None
    cancelled: bool = False
    text: str = ""
    place: str = ""


def events_of(series: Series, meetings: list[Meeting]) -> list[Event]:
    """The events of a series: what comes back, what is not as the rule says, and dates of their own."""
    rhythm = rhythm_of(series)
    master = _coming_back(series, rhythm) if rhythm else None
    given = _given(series, rhythm, meetings) if rhythm and master else {}
    found = [master] if master else []
    for meeting in meetings:
        moment = given.get(meeting.day)
        event = single(meeting)
        if master and moment:
            standing = replace(
                event,
                uid=master.uid,
                stands_for=moment,
                sequence=series.sequence + meeting.sequence,
                changed_at=max(series.changed_at, meeting.changed_at),
            )
            found += [standing] if _differs(standing, master, moment) else []
        else:
            found.append(event)
    return found


def single(meeting: Meeting) -> Event:
    """A date on its own."""
    series = meeting.series
    return Event(
        uid=str(meeting.uid),
        title=meeting.title or series.title,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        zone=series.timezone,
        page=meeting.get_absolute_url(),
        changed_at=meeting.changed_at,
        sequence=meeting.sequence,
        cancelled=meeting.is_cancelled,
        text=meeting.reason or series.description,
        place=meeting.url or series.url,
    )


def rhythm_of(series: Series) -> Rhythm | None:
    """The rule of a series with a first day that does not move with the clock."""
    if not series.rrule or series.time is None:
        return None
    first = series.first_on
    if first is None and needs_no_first_day(series.rrule):
        first = dt.date(series.changed_at.year - 1, 1, 1)
    return Rhythm(series.rrule, first, series.time, series.timezone) if first else None


def _coming_back(series: Series, rhythm: Rhythm) -> Event | None:
    """The series as one event; None when its rule cannot be read, never comes true or ended before it began."""
    try:
        start = _first(rhythm)
        rule = start and rule_for_calendars(rhythm, start, series.ended_on)
    except UnreadableRuleError:
        return None
    if not start or not rule:
        return None
    return Event(
        uid=str(series.uid),
        title=series.title,
        starts_at=start,
        ends_at=start + dt.timedelta(minutes=series.minutes),
        zone=series.timezone,
        page=series.get_absolute_url(),
        changed_at=series.changed_at,
        sequence=series.sequence,
        rule=rule,
        text=series.description,
        place=series.url,
    )


def _first(rhythm: Rhythm) -> dt.datetime | None:
    """The first moment of a rule: calendars want an event to begin on a date of its rule."""
    begin = dt.datetime.combine(rhythm.first_on, dt.time(), ZoneInfo(rhythm.zone))
    for days in (40, 800, 366 * YEARS):
        if moment := next(rhythm.between(begin, _later(begin, days)), None):
            return moment
    return None


def _later(moment: dt.datetime, days: int) -> dt.datetime:
    return moment + dt.timedelta(days=min(days, (dt.date(9990, 1, 1) - moment.date()).days))


def rule_for_calendars(rhythm: Rhythm, start: dt.datetime, ended_on: dt.date | None) -> str:
    """The rule with its end as calendars want it: a moment in UTC, or a number, never both.

    Nothing when it ended before it began.
    """
    parts, zone = read_rule(rhythm.rule), ZoneInfo(rhythm.zone)
    until = parts.pop("UNTIL", "")
    last = until_of(until, zone).replace(tzinfo=zone) if until and "COUNT" not in parts else None
    if ended_on:
        end = dt.datetime.combine(ended_on, dt.time(), zone) - dt.timedelta(seconds=1)
        held = "COUNT" in parts and len(list(rhythm.between(start, end))) >= int(parts["COUNT"])
        if not held:  # it ends before it was held as often as it should
            parts.pop("COUNT", None)
            last = min(last, end) if last else end
    if last and last < start:
        return ""
    ends = [f"UNTIL={last.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"] if last else []
    return ";".join([*(f"{name}={value}" for name, value in parts.items()), *ends])


def _given(series: Series, rhythm: Rhythm, meetings: list[Meeting]) -> dict[dt.date, dt.datetime]:
    """The moments that the rule gives on the days of these meetings."""
    days = {meeting.day for meeting in meetings if series.ended_on is None or meeting.day < series.ended_on}
    if not days:
        return {}
    zone = ZoneInfo(rhythm.zone)
    start = dt.datetime.combine(min(days), dt.time(), zone)
    end = dt.datetime.combine(max(days), dt.time(), zone) + dt.timedelta(days=1)
    moments = {moment.astimezone(zone).date(): moment for moment in rhythm.between(start, end)}
    return {day: moment for day, moment in moments.items() if day in days}


def _differs(event: Event, master: Event, moment: dt.datetime) -> bool:
    """Whether a date that was written down is not simply as the rule gives it."""
    usual = (moment, master.ends_at - master.starts_at, master.title, master.place)
    said = (event.starts_at, event.ends_at - event.starts_at, event.title, event.place)
    return event.cancelled or said != usual
