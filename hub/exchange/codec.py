"""Values that are written in another way than they are held: clock times, needs in words, moments."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from hub.exchange import values
from hub.recordings.models import clock
from hub.roadmap.models import Support

NEEDS = {
    "none": Support.Need.NONE, "nice": Support.Need.NICE,
    "important": Support.Need.IMPORTANT, "blocked": Support.Need.BLOCKED,
}  # fmt: skip
FINE_CLOCK = re.compile(r"(.+?)(?:\.(\d{3}))?\Z")
CLOCK = re.compile(r"(?:(\d{1,4}):)?(\d{1,3}):([0-5]\d)\Z")


def seconds(raw: Any) -> int:
    """`12:30` or `1:02:03`, or plain seconds."""
    found = CLOCK.match(raw.strip()) if isinstance(raw, str) else None
    if found:
        return int(found[1] or 0) * 3600 + int(found[2]) * 60 + int(found[3])
    return values.whole(raw)


def milliseconds(raw: Any) -> int:
    """`12:30` or `12:30.250`, or plain seconds."""
    found = FINE_CLOCK.match(raw.strip()) if isinstance(raw, str) else None
    return seconds(found[1]) * 1000 + int(found[2] or 0) if found else seconds(raw) * 1000


def need(raw: Any) -> int:
    """How badly, as a word."""
    if raw not in NEEDS:
        raise values.Unfit(f"{values.short(raw)} is none of: {', '.join(NEEDS)}")
    return NEEDS[raw]


def moment(raw: Any) -> dt.datetime:
    """A day, or a moment with its zone."""
    words = values.text(raw)
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", words):
        return dt.datetime.combine(values.date(words), dt.time(), dt.UTC)
    return values.moment(words)


def start(raw: Any, zone: str) -> dt.datetime:
    """When a meeting begins: local time of its series, or a moment with its own zone."""
    words = values.text(raw)
    try:
        value = dt.datetime.fromisoformat(words)
    except ValueError:
        raise values.Unfit(f"{values.short(raw)} is not a time like 2026-11-03 16:00") from None
    if len(words) <= 10:
        raise values.Unfit(f"{values.short(raw)} names a day, but no time like 16:00")
    return (value if value.tzinfo else value.replace(tzinfo=ZoneInfo(zone))).astimezone(dt.UTC)


def write_start(value: dt.datetime, zone: str) -> str:
    """The shortest words that mean this moment."""
    local = value.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")
    return local if start(local, zone) == value else write_exactly(value)


def write_moment(value: dt.datetime) -> dt.date | str:
    """A day where it is midnight, else the moment."""
    utc = value.astimezone(dt.UTC)
    return utc.date() if utc.time() == dt.time() else write_exactly(utc)


def write_exactly(value: dt.datetime) -> str:
    """A moment to its last digit."""
    return value.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


def write_milliseconds(value: int) -> str:
    """A moment of a film, with what is beyond whole seconds."""
    return clock(value // 1000) + (f".{value % 1000:03}" if value % 1000 else "")


def write_need(value: int) -> str:
    """The word for a need."""
    return next(word for word, held in NEEDS.items() if held == value)


def write_decimal(value: Decimal) -> float | int:
    """A number as people write it."""
    return int(value) if value == int(value) else float(value)


MOMENTS = (
    ("support", "changed_at"), ("finding", "created_at"), ("item", "impeded_at"), ("move", "at"), ("note", "at"),
    ("merge", "at"), ("merge", "undone_at"), ("use", "changed_at"), ("uptake", "asked_at"),
    ("uptake", "measured_at"), ("team_update", "changed_at"), ("meeting", "began_at"), ("meeting", "over_at"),
    ("revision", "at"), ("agenda_item", "added_at"), ("agenda_item", "began_at"), ("agenda_item", "over_at"),
    ("recording", "began_at"), ("recording", "published_at"), ("timed_note", "made_at"),
)  # fmt: skip
READ: dict[tuple[str, str], Any] = {
    ("recording", "seconds"): seconds, ("segment", "starts_s"): seconds, ("segment", "ends_s"): seconds,
    ("timed_note", "at_s"): seconds, ("cut", "starts_ms"): milliseconds, ("cut", "ends_ms"): milliseconds,
    ("support", "need"): need, **dict.fromkeys(MOMENTS, moment),
}  # fmt: skip
WRITE: dict[tuple[str, str], Any] = {
    ("recording", "seconds"): clock, ("segment", "starts_s"): clock, ("segment", "ends_s"): clock,
    ("timed_note", "at_s"): clock, ("cut", "starts_ms"): write_milliseconds, ("cut", "ends_ms"): write_milliseconds,
    ("support", "need"): write_need, ("item", "estimate"): write_decimal, **dict.fromkeys(MOMENTS, write_moment),
}  # fmt: skip
