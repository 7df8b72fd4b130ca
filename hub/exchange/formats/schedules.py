"""Programmes of conferences as schedule.json writes them (frab, pretalx): rooms by day, with what is shown there.

Each room of a conference becomes a series, each day of it a meeting, each entry a demo with its presenters.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.text import slugify

from hub.core import limits
from hub.exchange import values
from hub.exchange.marked import Mapping
from hub.exchange.rows import Batch
from hub.exchange.source import File, mappings, place_of
from hub.meetings.models import zones

FORM = "schedules"
LENGTH = re.compile(r"(?:([0-9]{1,3}):)?([0-9]{1,3}):([0-5][0-9])\Z")
BRACKETS = re.compile(r"[\[\]\n]")
LONGEST = dt.timedelta(hours=24)
NIGHT = dt.timedelta(hours=4)  # what begins before four in the morning belongs to the day before


def recognised(content: Any) -> bool:
    """Whether a file is a schedule."""
    schedule = content.get("schedule") if isinstance(content, Mapping) else None
    return isinstance(schedule, dict) and isinstance(schedule.get("conference"), dict)


def read(files: list[File], batch: Batch) -> None:
    """The schedules of these files."""
    for file in files:
        _Schedule(batch, file).read()


@dataclass(frozen=True)
class Shown:
    """One entry of a schedule, with its time."""

    node: Mapping
    title: str
    room: str
    day: str
    starts_at: dt.datetime
    ends_at: dt.datetime


class _Schedule:
    def __init__(self, batch: Batch, file: File) -> None:
        self.batch, self.report, self.file = batch, batch.report, file.name
        self.text = getattr(file.content, "text", "")
        self.schedule = self.placed(file.content["schedule"])
        self.conference = self.placed(self.schedule["conference"])
        self.acronym = str(self.conference.get("acronym") or PurePath(file.name).stem)
        zone = self.conference.get("time_zone_name")
        self.zone = zone if isinstance(zone, str) and zone in zones() else "UTC"

    def read(self) -> None:
        """Everything: what cannot be read is named and left out, the rest goes in."""
        shown: dict[tuple[str, str], list[Shown]] = {}
        for room, day, node in [*self.in_rooms(), *self.in_a_row()]:
            if entry := self.entry(node, room, day):
                shown.setdefault((entry.room, entry.day), []).append(entry)
        for room in dict.fromkeys(room for room, _ in shown):
            self.series(room)
        for (room, _), entries in shown.items():
            self.meeting(room, entries)

    def in_rooms(self) -> list[tuple[str, str, Mapping]]:
        """Entries as the first form of the file writes them: days, rooms in them, entries in these."""
        found = []
        for day in self.several(self.conference.get("days"), "days"):
            for room, raw in self.placed(day.get("rooms")).items():
                rows = self.several(raw, f"room {room[:60]}")
                found += [(room, str(day.get("date") or ""), node) for node in rows]
        return found

    def in_a_row(self) -> list[tuple[str, str, Mapping]]:
        """Entries as the second form writes them: one list, each naming its room."""
        rows = self.several(self.schedule.get("events"), "events")
        return [(_room(node), "", node) for node in rows]

    def several(self, raw: Any, what: str) -> list[Mapping]:
        """The entries of a list, each knowing its line; what is none is refused."""
        whole = (
            [self.placed(row) if isinstance(row, dict) else row for row in raw]
            if isinstance(raw, list)
            else raw
        )
        return mappings(whole, self.file, what, self.report, self.line_of(json.dumps(what)))

    def placed(self, raw: Any) -> Mapping:
        """The same fields, knowing the line on which they are written: that of the first name they have."""
        node = Mapping(1)
        if isinstance(raw, dict):
            node.update(raw)
        names = [
            node[key] for key in ("guid", "code", "slug", "title", "date") if isinstance(node.get(key), str)
        ]
        node.line = self.line_of(
            *(json.dumps(name, ensure_ascii=plain) for name in names for plain in (True, False))
        )
        return node

    def line_of(self, *words: str) -> int:
        """The line on which the first of these words that there is stands first."""
        found = next((at for word in words if (at := self.text.find(word)) >= 0), 0)
        return self.text.count("\n", 0, found) + 1

    def entry(self, node: Mapping, room: str, day: str) -> Shown | None:
        """One entry with its time; None, and named, when that cannot be known."""
        label = f"event {values.short(node.get('title'))}"
        try:
            title = _title(node)
            start = _moment(node.get("date") or node.get("start"), ZoneInfo(self.zone))
            end = self._end(node, start)
        except values.Unfit as error:
            self.report.refuse(place_of(self.file, node), f"{label}: {error}; left out")
            return None
        night = start.astimezone(ZoneInfo(self.zone)) - NIGHT
        return Shown(node, title, room.strip() or "Main room", day or f"{night:%Y-%m-%d}", start, end)

    def _end(self, node: Mapping, start: dt.datetime) -> dt.datetime:
        told = node.get("end")
        end = _moment(told, ZoneInfo(self.zone)) if told else start + _length(node.get("duration"))
        if not dt.timedelta() < end - start <= LONGEST:
            raise values.Unfit("it lasts no time, or more than a day")
        return end

    def series(self, room: str) -> None:
        """A room of the conference."""
        name = str(self.conference.get("title") or self.acronym)
        told = {
            "slug": self.slug_of(room), "title": f"{name}: {room}"[: limits.NAME], "kind": "community",
            "timezone": self.zone, "cadence": "A conference", "remind_hours": 0,
        }  # fmt: skip
        url = self.conference.get("url") or self.schedule.get("base_url")
        if isinstance(url, str) and "localhost" not in url:
            told["notes_url"] = url
        self.batch.add("series", self.file, self.conference, told)

    def meeting(self, room: str, entries: list[Shown]) -> None:
        """A day in a room, and what is shown on it."""
        start, end = min(row.starts_at for row in entries), max(row.ends_at for row in entries)
        told = {"series": self.slug_of(room), "starts_at": start, "ends_at": end}
        self.batch.add("meeting", self.file, entries[0].node, told)
        for entry in entries:
            self.demo(entry, f"{self.slug_of(room)}@{start.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}")

    def demo(self, entry: Shown, meeting: str) -> None:
        """What is shown."""
        node = entry.node
        told = {
            "slug": self.demo_slug(node, entry.title), "title": entry.title, "abstract": _abstract(node),
            "presenters": self.presenters(node), "meeting": meeting,
            "minutes": round((entry.ends_at - entry.starts_at).total_seconds() / 60),
            "may_record": not node.get("do_not_record"),
            "state": "given" if entry.ends_at <= timezone.now() else "scheduled",
        }  # fmt: skip
        self.batch.add("demo", self.file, node, told)

    def presenters(self, node: Mapping) -> list[str]:
        """The handles of those who show it; who is not known yet is from now on."""
        handles = []
        for person in _listed(node.get("persons")) or _listed(node.get("participants")):
            name = _name(person)
            if not name:
                continue
            handle = slugify(name)[:40] or f"person-{hashlib.sha256(name.encode()).hexdigest()[:8]}"
            told = {"handle": handle, "name": name[:100]}
            if self.batch.add("person", self.file, node, told, mention=True):
                handles.append(handle)
        return handles

    def slug_of(self, room: str) -> str:
        return _cut(slugify(f"{self.acronym} {room}"), f"{self.acronym} {room}")

    def demo_slug(self, node: Mapping, title: str) -> str:
        known = str(node.get("guid") or node.get("code") or node.get("id") or title)
        return _cut(slugify(f"{title[:60]} {hashlib.sha256(known.encode()).hexdigest()[:8]}"), known)


def _room(node: Mapping) -> str:
    room = node.get("room")
    return str(room.get("name") or "") if isinstance(room, dict) else str(room or "")


def _cut(slug: str, whole: str) -> str:
    """A name for addresses; what is too long or says nothing is closed with a digest, so that it stays its own."""
    digest = hashlib.sha256(whole.encode()).hexdigest()[:8]
    return slug if slug and len(slug) <= limits.SLUG else f"{slug[: limits.SLUG - 9]}-{digest}".strip("-")


def _title(node: Mapping) -> str:
    title = node.get("title")
    if not isinstance(title, str) or not title.strip():
        raise values.Unfit("title is missing")
    if not isinstance(node.get("id", 0), int):
        raise values.Unfit(f"id must be a whole number, this is {values.short(node.get('id'))}")
    return title.strip()


def _moment(raw: Any, zone: ZoneInfo) -> dt.datetime:
    wrong = f"date must be a moment like 2026-11-24T10:00:00+01:00, this is {values.short(raw)}"
    try:
        moment = dt.datetime.fromisoformat(str(raw))
    except ValueError:
        raise values.Unfit(wrong) from None
    if "T" not in str(raw) or not 1990 < moment.year < 2200:
        raise values.Unfit(wrong)
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _length(raw: Any) -> dt.timedelta:
    shape = LENGTH.match(str(raw))
    if not shape:
        raise values.Unfit(f"duration must be hours and minutes like 00:30, this is {values.short(raw)}")
    days, hours, minutes = (int(part or 0) for part in shape.groups())
    return dt.timedelta(days=days, hours=hours, minutes=minutes)


def _name(person: Any) -> str:
    raw = person.get("public_name") or person.get("name") if isinstance(person, dict) else person
    return " ".join(raw.split()) if isinstance(raw, str) else ""


def _abstract(node: Mapping) -> str:
    """What is said about it, and its links."""
    parts = [str(node[key]).strip() for key in ("subtitle", "abstract", "description") if node.get(key)]
    links = []
    for link in [*_listed(node.get("links")), *_listed(node.get("attachments")), {"url": node.get("url")}]:
        url = link.get("url") if isinstance(link, dict) else link
        try:
            address = values.web_address(url)
        except values.Unfit:
            continue
        label = str(link.get("title") or address) if isinstance(link, dict) else address
        if "localhost" not in address:
            links.append(f"- [{BRACKETS.sub(' ', label)[:200]}](<{address}>)")
    return "\n\n".join([*dict.fromkeys(parts), "\n".join(links)])[: limits.TEXT].strip()


def _listed(raw: Any) -> list[Any]:
    return raw if isinstance(raw, list) else []
