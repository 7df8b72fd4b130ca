"""A series that meets every week, and its dates: what tests of one meeting share."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from hub.meetings.models import AgendaItem, Meeting, Series
from tests import factories as make

WEEK = dt.timedelta(days=7)


def weekly(group: Any = None, **facts: Any) -> Series:
    """A series that meets every week at ten, an hour long; its rule gives today and every seventh day."""
    facts = {"slug": "ml-sync", "title": "ML Sync", "minutes": 60} | facts
    return make.SeriesFactory(weekly=True, group=group, **facts)


def day(weeks: int = 0) -> dt.date:
    """A day on which it meets."""
    return make.today(7 * weeks)


def ahead(series: Series) -> dt.date:
    """The day of its next date that is not over: today's, until it ends."""
    today = dt.datetime.combine(day(), series.time, ZoneInfo(series.timezone))
    return day() if today + dt.timedelta(minutes=series.minutes) > make.now() else day(1)


def address(series: Series, on: dt.date, tail: str = "") -> str:
    """The page of one date, or a door of it."""
    return f"{series.get_absolute_url()}{on:%Y-%m-%d}/{tail}"


def now_meeting(series: Series, **facts: Any) -> Meeting:
    """A date of the series that goes on now: today's, also when it is tomorrow already where the series is."""
    if "starts_at" not in facts:
        facts = {"starts_at": make.now() - dt.timedelta(minutes=5), "occurs_on": day()} | facts
    return make.MeetingFactory(series=series, **facts)


def points(meeting: Meeting | None, *titles: str, **facts: Any) -> list[AgendaItem]:
    """Points of a date, or of the backlog (give `series`)."""
    series = facts.pop("series", None) or meeting.series
    return [
        AgendaItem.objects.create(series=series, meeting=meeting, title=title, position=place, **facts)
        for place, title in enumerate(titles)
    ]


def titles(meeting: Meeting) -> list[str]:
    """What is on it, in order."""
    return list(meeting.agenda_items.values_list("title", flat=True))
