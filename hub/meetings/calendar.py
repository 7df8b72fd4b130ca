"""When a series meets: the dates of a recurrence rule, true to the clock on the wall of its zone.

Pure: plain values in, moments out, no clock and no database. A series that meets at 10:00 in Madrid meets
at 10:00 in Madrid in summer and in winter; an hour that the spring change skips is moved on as RFC 5545
says, and of an hour that comes twice in autumn the first is meant.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from zoneinfo import ZoneInfo

from dateutil.rrule import DAILY, MONTHLY, WEEKLY, YEARLY, rrule, rrulestr

FREQUENCIES = {"DAILY": DAILY, "WEEKLY": WEEKLY, "MONTHLY": MONTHLY, "YEARLY": YEARLY}
MOST = 1_000_000  # dates that anybody counts
STRIDES = {DAILY: dt.timedelta(days=1), WEEKLY: dt.timedelta(weeks=1)}
PARTS = frozenset(
    "FREQ INTERVAL COUNT UNTIL WKST BYDAY BYMONTHDAY BYMONTH BYSETPOS BYWEEKNO BYYEARDAY".split()  # noqa: SIM905
)
UNTIL = re.compile(r"([0-9]{8})(?:T([0-9]{6})(Z?))?")


class UnreadableRuleError(ValueError):
    """The rule is not one that a meeting can follow; the message says what is wrong."""


@dataclass(frozen=True)
class Rhythm:
    """What a series says about its dates."""

    rule: str
    first_on: dt.date
    time: dt.time
    zone: str

    def between(self, start: dt.datetime, end: dt.datetime) -> Iterator[dt.datetime]:
        """The moments (in UTC) at which it begins, from `start` on and before `end`, in order."""
        zone = ZoneInfo(self.zone)
        margin = dt.timedelta(days=1)  # wall clocks and UTC are never a day apart
        first, last = _midnight(_wall(start, zone) - margin), _midnight(_wall(end, zone) + 2 * margin)
        for moment in _moments(self, first, last):
            if start <= moment < end:
                yield moment


def read_rule(text: str) -> dict[str, str]:
    """The parts of a rule such as FREQ=WEEKLY;INTERVAL=2;BYDAY=TU; raises UnreadableRuleError."""
    pairs = [part.partition("=") for part in text.strip().removeprefix("RRULE:").rstrip(";").split(";")]
    parts = {name.strip().upper(): value.strip().upper() for name, _, value in pairs}
    if unknown := sorted(set(parts) - PARTS):
        raise UnreadableRuleError(f"A meeting's rule has no part {unknown[0][:20]!r}.")
    if len(parts) < len(pairs):
        raise UnreadableRuleError("The rule says one thing twice.")
    if parts.get("FREQ") not in FREQUENCIES:
        raise UnreadableRuleError("The rule must start with FREQ=DAILY, WEEKLY, MONTHLY or YEARLY.")
    if not parts.get("INTERVAL", "1").isdecimal() or not 0 < int(parts.get("INTERVAL", "1")) < 1000:
        raise UnreadableRuleError("INTERVAL must be a whole number from 1 to 999.")
    return parts


def _midnight(wall: dt.datetime) -> dt.datetime:
    """The beginning of the day, so that all who ask on one day ask the same."""
    return wall.replace(hour=0, minute=0, second=0, microsecond=0)


@lru_cache(maxsize=512)
def _moments(rhythm: Rhythm, first: dt.datetime, last: dt.datetime) -> tuple[dt.datetime, ...]:
    """The moments in UTC. Walking a rule takes milliseconds, and every reader of a list asks for the same."""
    zone = ZoneInfo(rhythm.zone)
    dates = _dates(rhythm, first, last)
    return tuple(wall.replace(tzinfo=zone).astimezone(dt.UTC) for wall in dates)


def _dates(rhythm: Rhythm, first: dt.datetime, last: dt.datetime) -> list[dt.datetime]:
    """The rule's dates on the wall clock from `first` to `last`."""
    start = dt.datetime.combine(rhythm.first_on, rhythm.time.replace(tzinfo=None))
    try:
        parts = read_rule(rhythm.rule)
        count = _count(parts.pop("COUNT")) if "COUNT" in parts else None
        rule = _rule(parts, start, first, last, ZoneInfo(rhythm.zone), counted=count is not None)
        return [wall for wall in islice(rule, count) if wall >= first]
    except (ValueError, TypeError, OverflowError) as error:
        if isinstance(error, UnreadableRuleError):
            raise
        raise UnreadableRuleError(f"The rule cannot be read: {error}.") from error


def _count(text: str) -> int:
    """How often a rule comes true, at most."""
    if not text.isdecimal():
        raise UnreadableRuleError("COUNT must be a whole number.")
    return min(int(text), MOST)


def _rule(
    parts: dict[str, str],
    start: dt.datetime,
    first: dt.datetime,
    last: dt.datetime,
    zone: ZoneInfo,
    *,
    counted: bool,
) -> rrule:
    """The rule on naive wall-clock time, moved near the wanted span and never looked at beyond it.

    What is counted is counted from its first day, and by RFC 5545 the count wins over a last day.
    """
    parts = dict(parts)
    until = until_of(parts.pop("UNTIL"), zone) if "UNTIL" in parts else None
    until = min(until, last) if until and not counted else last
    text = ";".join(f"{name}={value}" for name, value in parts.items()) + f";UNTIL={until:%Y%m%dT%H%M%S}"
    rule = rrulestr(text, dtstart=start if counted else _nearer(parts, start, first))
    assert isinstance(rule, rrule)  # noqa: S101 -- one RRULE line never makes a set
    return rule


def _nearer(parts: dict[str, str], start: dt.datetime, first: dt.datetime) -> dt.datetime:
    """A later start that leads to the same dates: whole strides on, so that old series stay cheap."""
    stride = STRIDES.get(FREQUENCIES[parts["FREQ"]])
    if stride is None or start >= first:
        return start
    stride *= int(parts.get("INTERVAL", "1"))
    return start + stride * ((first - start) // stride)


def until_of(text: str, zone: ZoneInfo) -> dt.datetime:
    """The last moment of a rule on the wall clock; a bare day counts to its end."""
    shape = UNTIL.fullmatch(text)
    if not shape:
        raise UnreadableRuleError(f"UNTIL={text[:30]} is not a date like 20261231 or 20261231T235900Z.")
    day, time, utc = shape.groups()
    moment = dt.datetime.strptime(f"{day}T{time or '235959'}", "%Y%m%dT%H%M%S")  # noqa: DTZ007 -- wall clock
    return _wall(moment.replace(tzinfo=dt.UTC), zone) if utc else moment


def _wall(moment: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """What the clock on the wall shows at that moment."""
    return moment.astimezone(zone).replace(tzinfo=None)
