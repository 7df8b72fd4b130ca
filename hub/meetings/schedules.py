"""Dates of series as schedule.json (frab, pretalx), for apps and screens that show programmes."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.text import slugify

from hub.core.related import visible
from hub.meetings.dates import Date, dates, known_to, written
from hub.meetings.models import AgendaItem, Meeting, Series

SCHEMA = "https://c3voc.de/schedule/schema.json"
BEHIND, AHEAD = dt.timedelta(days=366), dt.timedelta(weeks=26)
ZONE = re.compile(r"[A-Z][a-z]+/[A-Z][a-z]+|UTC\Z")
SPACE = uuid.UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8")  # names are addresses


def schedule(name: str, title: str, series: Sequence[Series], user: Any, now: dt.datetime) -> dict[str, Any]:
    """The programme of these series, a year back and half a year ahead; what was cancelled is not in it."""
    start, end = now - BEHIND, now + AHEAD
    rows = written(series, user, start, end).prefetch_related(
        visible(Meeting, "demos", user), "demos__presenters", "agenda_items__presenter"
    )  # fmt: skip
    found = dates(series, known_to(series, rows) if series else [], start, end)
    held = [date for date in found if not date.is_cancelled]
    days = sorted({date.on for date in held})
    zone = series[0].timezone if series else "UTC"
    conference = {
        "acronym": _acronym(name),
        "title": title,
        "start": f"{days[0] if days else now.date()}",
        "end": f"{days[-1] if days else now.date()}",
        "daysCount": len(days),
        "timeslot_duration": "00:05",
        "url": f"{settings.BASE_URL}/community/meetings/",
        "rooms": [{"name": row.title, "guid": str(row.uid)} for row in series],
        "days": [_day(index, day, held, series) for index, day in enumerate(days, 1)],
    }
    if ZONE.match(zone):
        conference["time_zone_name"] = zone
    version = max((row.changed_at for row in series), default=now)
    told = {"version": f"{version:%Y-%m-%d %H:%M}", "base_url": settings.BASE_URL, "conference": conference}
    return {"$schema": SCHEMA, "generator": {"name": "ML platform hub"}, "schedule": told}


def _acronym(name: str) -> str:
    return f"{slugify(name).replace('-', '_')}_dates"[:60]


def _day(index: int, day: dt.date, held: Sequence[Date], series: Sequence[Series]) -> dict[str, Any]:
    today = [date for date in held if date.on == day]
    rooms: dict[str, list[dict[str, Any]]] = {row.title: [] for row in series}
    for date in today:
        rooms[date.series.title] += _events(date)
    return {
        "index": index,
        "date": f"{day}",
        "day_start": min(date.wall for date in today).isoformat(),
        "day_end": max(_there(date.ends_at, date) for date in today).isoformat(),
        "rooms": {name: events for name, events in rooms.items() if events},
    }


def _there(moment: dt.datetime, date: Date) -> dt.datetime:
    return moment.astimezone(ZoneInfo(date.series.timezone))


def _events(date: Date) -> list[dict[str, Any]]:
    """What is on at a date: the points of its agenda, demos that are none of them, else the date as one."""
    meeting = date.meeting
    items = list(meeting.agenda_items.all()) if meeting else []
    demos = list(meeting.demos.all()) if meeting else []
    shown = {demo.slot_id: demo for demo in demos if demo.slot_id}
    begin, found = date.wall, []
    for item in items:
        demo = shown.get(item.pk)
        found.append(_demo(date, demo, begin, item.minutes) if demo else _point(date, item, begin))
        begin += dt.timedelta(minutes=item.minutes)
    for demo in demos:
        if demo.slot_id not in {item.pk for item in items}:
            found.append(_demo(date, demo, begin, demo.minutes))
            begin += dt.timedelta(minutes=demo.minutes)
    return found or [_whole(date)]


def _demo(date: Date, demo: Any, begin: dt.datetime, minutes: int) -> dict[str, Any]:
    persons = [{"name": user.name, "url": _address(user)} for user in demo.presenters.all()]
    about = {
        "abstract": demo.abstract,
        "type": "demo",
        "do_not_record": not demo.may_record,
        "persons": persons,
    }
    return _event(date, demo, demo.title, begin, minutes, about)


def _point(date: Date, item: AgendaItem, begin: dt.datetime) -> dict[str, Any]:
    persons = [{"name": item.presenter.name, "url": _address(item.presenter)}] if item.presenter else []
    about = {"abstract": item.text, "type": "point", "persons": persons}
    return _event(date, date.meeting, item.title, begin, item.minutes, about, f"point-{item.pk}")


def _whole(date: Date) -> dict[str, Any]:
    minutes = round((date.ends_at - date.starts_at).total_seconds() / 60)
    about = {"abstract": date.series.description, "type": "meeting"}
    return _event(date, date, date.title, date.wall, minutes, about, f"{date.day}")


def _address(thing: Any) -> str:
    where = thing.url if isinstance(thing, Date) else thing.get_absolute_url()
    return f"{settings.BASE_URL}{where}"


def _event(
    date: Date,
    thing: Any,
    title: str,
    begin: dt.datetime,
    minutes: int,
    about: dict[str, Any],
    part: str = "",
) -> dict[str, Any]:
    """One entry, with all that the schema asks for."""
    url = _address(thing)
    guid = uuid.uuid5(SPACE, f"{url}#{part}")
    return {
        "guid": str(guid),
        "id": guid.int % (2**31 - 1) + 1,
        "date": begin.isoformat(),
        "start": f"{begin:%H:%M}",
        "duration": f"{minutes // 60:02}:{minutes % 60:02}",
        "room": date.series.title,
        "slug": f"{slugify(title)[:60].strip('-_')}-{guid.hex[:8]}".strip("-"),
        "url": url,
        "title": title,
        "subtitle": None,
        "track": date.series.get_kind_display(),
        "language": "en",
        "do_not_record": None,
        "persons": [],
        "links": [],
        **about,
    }
