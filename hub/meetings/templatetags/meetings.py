"""The next dates on pages of other features: a group's page, the home page."""

from typing import Any

from django import template
from django.conf import settings
from django.utils import timezone

from hub.meetings.agenda import upcoming
from hub.meetings.dates import Date
from hub.meetings.keeping import Keeping, keeping
from hub.meetings.models import Series, SeriesQuerySet
from hub.meetings.rhythms import cadence

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


@register.inclusion_tag("meetings/calendar_links.html")
def calendar_links(address: str, name: str) -> dict[str, str]:
    """How to have a calendar in one's own: a link that opens the calendar program, and the address to copy."""
    whole = settings.BASE_URL + address
    return {"address": whole, "webcal": f"webcal://{whole.partition('://')[2]}", "name": name}


@register.simple_tag
def rhythm_words(series: Series) -> str:
    """When a series meets, in words: those people wrote, else those of its rule."""
    return series.cadence or cadence(series.rrule, series.time, "")
