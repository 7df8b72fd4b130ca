"""One at a time: whoever changes what is on a series waits for those who do so already."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from hub.core.errors import Refused
from hub.meetings.actions.dates import write_down
from hub.meetings.models import Meeting, Series

AHEAD = dt.timedelta(days=400)  # nobody prepares a meeting earlier


def held_series(series: Series) -> Series:
    """The series, held until the transaction ends."""
    return Series.objects.select_for_update(of=("self",)).select_related("group").get(pk=series.pk)


def held(series: Series, on: dt.date) -> Meeting:
    """The meeting on a day, written down and held, with its series, until the transaction ends.

    Raises Refused when the series does not meet then, or only in the far future.
    """
    series = held_series(series)
    if on > timezone.localdate() + AHEAD:
        raise Refused("This date is too far away to write about it.", "too_early")
    meeting = write_down(series, on=on)
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    meeting.series = series
    return meeting


def taking_place(meeting: Meeting) -> Meeting:
    """The meeting, unless it was cancelled."""
    if meeting.is_cancelled:
        raise Refused("This date was cancelled.", "cancelled")
    return meeting
