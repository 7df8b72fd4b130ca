"""When a meeting takes place: from the words people write to a rule, only where the words leave no doubt."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

from hub.exchange import values
from hub.meetings.models import zones

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}
MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
          "november", "december")  # fmt: skip
ZONES = {
    "pt": "America/Los_Angeles", "pst": "America/Los_Angeles", "pdt": "America/Los_Angeles",
    "pacific time": "America/Los_Angeles",
    "mt": "America/Denver", "mst": "America/Denver", "mdt": "America/Denver",
    "mountain time": "America/Denver",
    "ct": "America/Chicago", "cdt": "America/Chicago", "central time": "America/Chicago",
    "et": "America/New_York", "est": "America/New_York", "edt": "America/New_York",
    "eastern time": "America/New_York",
    "cet": "Europe/Brussels", "cest": "Europe/Brussels", "central european time": "Europe/Brussels",
    "bst": "Europe/London", "uk": "Europe/London", "gmt": "UTC", "utc": "UTC", "jst": "Asia/Tokyo",
}  # fmt: skip
STARTING = re.compile(
    r"starting\s+(?:(\w+day)s?\s+)?([a-z]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})", re.IGNORECASE
)
NTH = re.compile(rf"\b({'|'.join(ORDINALS)})\s+({'|'.join(DAYS)})\b")
WEEKDAY = re.compile(rf"\b({'|'.join(DAYS)})s?\b")


@dataclass(frozen=True)
class Rule:
    """A recurrence rule and, where its rhythm needs one, the day it starts from."""

    rrule: str
    first_on: dt.date | None = None


def zone(words: str) -> str:
    """The IANA name of what people write for a time zone; empty when it is not known.

    Tried in turn: the words themselves, the words before and inside the brackets.
    """
    whole = " ".join(words.split())
    parts = re.findall(r"[^()]+", whole)
    for part in (whole, *(part.strip() for part in parts)):
        if part.lower() in ZONES:
            return ZONES[part.lower()]
        if part in zones():
            return part
    return ""


def rule(day: str, frequency: str) -> Rule | None:
    """The rule that the words state; None when they leave a doubt.

    Every second week needs a first date to be a rule, every month needs to say which Tuesday.
    """
    words = f"{day} {frequency}".lower()
    days = {found.group(1) for found in WEEKDAY.finditer(words)}
    if len(days) != 1:
        return None
    code = CODES[DAYS.index(days.pop())]
    rhythm = _rhythm(frequency)
    start = starting(words)
    if start and CODES[start.weekday()] != code:
        return None
    if rhythm == "month":
        nth = {ORDINALS[found.group(1)] for found in NTH.finditer(words)}
        return (
            Rule(f"FREQ=MONTHLY;BYDAY={nth.pop()}{code}", start)
            if len(nth) == 1 and "after" not in words
            else None
        )
    if rhythm == "week":
        return Rule(f"FREQ=WEEKLY;BYDAY={code}", start)
    if rhythm and start:
        return Rule(f"FREQ=WEEKLY;INTERVAL={rhythm};BYDAY={code}", start)
    return None


def starting(words: str) -> dt.date | None:
    """The first day, when the words name one that exists (and its weekday is the one they say)."""
    found = STARTING.search(words)
    if not found:
        return None
    month = next(
        (number for number, name in enumerate(MONTHS, 1) if name.startswith(found[2].lower()[:3])), 0
    )
    try:
        day = dt.date(int(found[4]), month, int(found[3]))
    except ValueError:
        return None
    said = (found[1] or "").lower()
    return day if not said or said == DAYS[day.weekday()] else None


def span(words: str) -> dict[str, Any]:
    """Start and, where an end is written too, length: `9:00AM-10:00AM`."""
    first, dash, last = words.partition("-")
    if not dash:
        return {"time": words} if words else {}
    try:
        start, end = values.clock(first), values.clock(last)
    except values.Unfit:
        return {"time": words}
    minutes = (end.hour * 60 + end.minute - start.hour * 60 - start.minute) % (24 * 60)
    return {"time": f"{start:%H:%M}", **({"minutes": minutes} if minutes else {})}


def _rhythm(frequency: str) -> str:
    """`week`, `month`, a number of weeks, or nothing that is plain."""
    words = frequency.lower().strip()
    if "altern" in words or "interleav" in words:
        return ""
    if re.match(r"bi-?weekly\b|every (two|2|other|second) weeks?\b|fortnightly\b", words):
        return "2"
    if re.match(r"every (four|4) weeks\b", words):
        return "4"
    if re.match(r"weekly\b|every week\b", words):
        return "week"
    if re.match(r"monthly\b|every month\b", words) or words.endswith("of the month"):
        return "month"
    return ""
