"""What people do with meetings."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from hub.core.errors import Refused
from hub.meetings.dates import date_on
from hub.meetings.models import Meeting, Series


@transaction.atomic
def write_down(series: Series, *, on: dt.date) -> Meeting:
    """The meeting of a series on a day, written down when only the rule knew of it; asked twice it is one.

    Raises Refused when the series does not meet on that day.
    """
    series = Series.objects.select_for_update().get(pk=series.pk)
    date = date_on(series, on)
    if date is None:
        raise Refused(f"{series.title} does not meet on {on:%-d %B %Y}.", "no_such_date")
    if date.meeting:
        return date.meeting
    return Meeting.objects.create(series=series, starts_at=date.starts_at, ends_at=date.ends_at)
