"""The text of a calendar, made by the `icalendar` library of plain values: same values, same bytes."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Calendar, Timezone, vRecur
from icalendar import Event as Component

from hub.meetings.calendars.events import Event

PRODUCT = "-//ML platform hub//Meetings//EN"
REFRESH = dt.timedelta(hours=1)
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
MOST_TEXT = 2_000
ZONE_YEARS = 20


def calendar_text(name: str, events: Sequence[Event], base: str) -> bytes:
    """A calendar of that name with these events; `base` is the address of the site."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", clean(name))
    calendar.add("x-wr-calname", clean(name))
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", REFRESH)
    for zone in _zones(events):
        calendar.add_component(zone)
    for event in events:
        calendar.add_component(component(event, base))
    text: bytes = calendar.to_ical()
    return text


def component(event: Event, base: str) -> Component:
    """One entry."""
    zone = ZoneInfo(event.zone) if event.zone and event.zone != "UTC" else dt.UTC
    host = re.sub(r"^[a-z]+://|[:/].*$", "", base) or "localhost"
    made = Component()
    made.add("uid", f"{event.uid}@{host}")
    made.add("summary", clean(event.title))
    made.add("dtstart", event.starts_at.astimezone(zone))
    made.add("dtend", event.ends_at.astimezone(zone))
    if event.rule:
        made.add("rrule", vRecur.from_ical(event.rule))
    if event.stands_for:
        made.add("recurrence-id", event.stands_for.astimezone(zone))
    stamp = event.changed_at.astimezone(dt.UTC).replace(microsecond=0)
    made.add("dtstamp", stamp)
    made.add("last-modified", stamp)
    made.add("sequence", event.sequence)
    made.add("status", "CANCELLED" if event.cancelled else "CONFIRMED")
    made.add("url", base + event.page)
    if event.place:
        made.add("location", clean(event.place))
    made.add("description", "\n\n".join(part for part in (clean(event.text), base + event.page) if part))
    return made


def clean(text: str) -> str:
    """Words as calendars can hold them: no control characters, ends of lines as one sort, not endless."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return CONTROL.sub("", plain)[:MOST_TEXT].strip()


def _zones(events: Iterable[Event]) -> list[Timezone]:
    """What the zones of these events do with their clocks, from the first year that is needed on."""
    first: dict[str, int] = {}
    for event in events:
        if event.zone and event.zone != "UTC":
            year = min(event.starts_at.year, (event.stands_for or event.starts_at).year) - 1
            first[event.zone] = min(first.get(event.zone, year), year)
    newest = max((event.changed_at.year for event in events), default=0)
    return [_zone(name, year, max(year, newest) + ZONE_YEARS) for name, year in sorted(first.items())]


@lru_cache(maxsize=256)
def _zone(name: str, first: int, last: int) -> Timezone:
    """One zone; finding out when its clocks change takes long, and all feeds ask for the same."""
    return Timezone.from_tzinfo(ZoneInfo(name), name, dt.date(first, 1, 1), dt.date(last, 1, 1))
