"""Rules in plain fields and plain words: every 2 weeks on Tuesday, on the first Wednesday of every month.

Pure: texts in, texts out. What a form can say is built and read here; every other rule is shown as it is.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from hub.meetings.calendar import UnreadableRuleError, read_rule

DAYS = {
    "MO": "Monday", "TU": "Tuesday", "WE": "Wednesday", "TH": "Thursday", "FR": "Friday",
    "SA": "Saturday", "SU": "Sunday",
}  # fmt: skip
NTH = {"1": "first", "2": "second", "3": "third", "4": "fourth", "-1": "last"}
UNITS = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year"}
ONE_DAY = re.compile(r"(-?[1-4])([A-Z]{2})")


def weekly(every: int, days: Sequence[str]) -> str:
    """The rule of every so many weeks on these days; without a day, that of the first date."""
    return _rule("WEEKLY", every, ",".join(day for day in DAYS if day in days))


def monthly(every: int, nth: str, day: str) -> str:
    """The rule of the first, second … last such day of every so many months."""
    return _rule("MONTHLY", every, f"{nth}{day}")


def _rule(frequency: str, every: int, days: str) -> str:
    parts = [f"FREQ={frequency}", *([f"INTERVAL={every}"] if every > 1 else [])]
    return ";".join([*parts, *([f"BYDAY={days}"] if days else [])])


def words(rule: str) -> str:
    """A rule in words: "Every 2 weeks on Tuesday"; the rule itself where words would say less than it."""
    try:
        parts = read_rule(rule)
    except UnreadableRuleError:
        return rule
    every, unit = int(parts.get("INTERVAL", "1")), UNITS[parts["FREQ"]]
    often = f"every {unit}" if every == 1 else f"every {every} {unit}s"
    said = _said(parts, often)
    return f"{said[0].upper()}{said[1:]}{_end(parts)}" if said else rule


def cadence(rule: str, time: dt.time | None, typed: str) -> str:
    """When a series meets, in words: those of its rule; those people typed, where it has none or no words."""
    said = words(rule)
    if not rule or (said == rule and typed):
        return typed
    return f"{said}, {time:%H:%M}" if time else said


def _said(parts: dict[str, str], often: str) -> str:
    """The rule without its end; nothing when it says what has no plain words."""
    by = {name: parts[name] for name in parts.keys() - {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST"}}
    days = by.get("BYDAY", "").split(",")
    if not by:
        return often
    if set(by) == {"BYDAY"} and parts["FREQ"] in ("DAILY", "WEEKLY") and set(days) <= set(DAYS):
        return f"{often} on {_listed([DAYS[day] for day in DAYS if day in days])}"
    one = ONE_DAY.fullmatch(by.get("BYDAY", ""))
    if set(by) == {"BYDAY"} and parts["FREQ"] == "MONTHLY" and one and one[1] in NTH and one[2] in DAYS:
        return f"on the {NTH[one[1]]} {DAYS[one[2]]} of {often}"
    if set(by) == {"BYMONTHDAY"} and parts["FREQ"] == "MONTHLY" and by["BYMONTHDAY"].isdecimal():
        return f"on day {by['BYMONTHDAY']} of {often}"
    return ""


def _end(parts: dict[str, str]) -> str:
    if "COUNT" in parts:
        return f", {parts['COUNT']} times"
    until = parts.get("UNTIL", "")[:8]
    return f", until {until[:4]}-{until[4:6]}-{until[6:]}" if until else ""


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def as_fields(rule: str) -> dict[str, object]:
    """What a form shows of a rule: plain fields where they say all of it, else the rule as it is written."""
    if not rule:
        return {"repeats": "none"}
    try:
        parts = read_rule(rule)
    except UnreadableRuleError:
        return {"repeats": "rule", "rrule": rule}
    every, by = int(parts.get("INTERVAL", "1")), parts.get("BYDAY", "")
    days = by.split(",") if by else []
    if weekly(every, days) == _plain(rule):
        return {"repeats": "weekly", "every": every, "days": days}
    one = ONE_DAY.fullmatch(by)
    if one and monthly(every, one[1], one[2]) == _plain(rule):
        return {"repeats": "monthly", "every": every, "nth": one[1], "weekday": one[2]}
    return {"repeats": "rule", "rrule": rule}


def _plain(rule: str) -> str:
    return rule.strip().upper().removeprefix("RRULE:").rstrip(";").replace("INTERVAL=1;", "")
