"""Reads calendars as programs do: with two libraries that are not ours."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import icalendar
import recurring_ical_events


def moments(text: bytes, start: dt.datetime, end: dt.datetime) -> list[dt.datetime]:
    """When a calendar program shows something that takes place, in UTC and in order."""
    return sorted(moment for moment, _ in shown(text, start, end))


def shown(text: bytes, start: dt.datetime, end: dt.datetime) -> Iterable[tuple[dt.datetime, str]]:
    """What takes place in a span, with its name; what is cancelled is left out."""
    calendar = icalendar.Calendar.from_ical(text)
    for event in recurring_ical_events.of(calendar).between(start, end):
        began = event["DTSTART"].dt.astimezone(dt.UTC)
        if event["STATUS"] != "CANCELLED" and start <= began < end:
            yield began, str(event["SUMMARY"])


def events(text: bytes) -> list[icalendar.Event]:
    """The entries of a calendar, as they are written."""
    return list(icalendar.Calendar.from_ical(text).walk("VEVENT"))
