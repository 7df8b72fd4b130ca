"""The next dates on pages of other features: a group's page, the home page."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.utils import timezone

from hub.meetings.agenda import upcoming
from hub.meetings.dates import Date
from hub.meetings.keeping import Keeping, keeping
from hub.meetings.models import Series, SeriesQuerySet
from hub.meetings.neighbours import address

register = template.Library()


@register.simple_tag(takes_context=True)
def next_dates(context: template.Context, series: Any, limit: int = 5) -> list[Date]:
    """The next dates of these series: `{% next_dates group.series.all as dates %}`."""
    rows: SeriesQuerySet = series
    return upcoming(rows, context["request"].user, timezone.now())[:limit]


@register.simple_tag(takes_context=True)
def meetings_kept(context: template.Context, series: list[Series]) -> Keeping:
    """The next dates of these series and what is known of the past ones: `{% meetings_kept series as kept %}`."""
    return keeping(series, context["request"].user, timezone.now())


@register.filter
def date_page(date: Date) -> str:
    """The page of a date, written down or not."""
    return address(date)


@register.filter
def wall_day(moment: dt.datetime, zone: str) -> str:
    """The day of a moment where a series is at home, as addresses write it: 2026-11-24."""
    return moment.astimezone(ZoneInfo(zone)).date().isoformat()
