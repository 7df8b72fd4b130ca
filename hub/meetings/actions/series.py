"""Make a series of meetings, change when and where it takes place, end it."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from hub.accounts.models import User
from hub.activity.actions import follow, record
from hub.core import limits
from hub.core.slugs import save_with_slug
from hub.meetings import rhythms
from hub.meetings.calendar import Rhythm, UnreadableRuleError
from hub.meetings.dates import rhythm_of, ruled_dates
from hub.meetings.models import Meeting, Series
from hub.meetings.people import followers
from hub.sigs.models import Group

ADDRESSES = frozenset({"new", "calendars", "rhythm"})  # words under /community/meetings/ that none may take
TELLS_CALENDARS = ("rrule", "first_on", "time", "timezone", "minutes", "url", "ended_on")
SHORTEST, LONGEST = 5, 24 * 60  # minutes
EARLIEST = dt.date(2000, 1, 1)
SEEN = dt.timedelta(days=5 * 366)  # a rule that gives no date in five years gives none
MOST_HOURS = 14 * 24


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What people say about a series."""

    title: str
    kind: str = Series.Kind.GROUP
    description: str = ""
    cadence: str = ""
    rrule: str = ""
    first_on: dt.date | None = None
    time: dt.time | None = None
    timezone: str = "UTC"
    minutes: int = 60
    url: str = ""
    notes_url: str = ""
    recordings_url: str = ""
    remind_hours: int = 24


@transaction.atomic
def make_series(*, by: User, group: Group | None, **plan: Any) -> Series:
    """Make a series; those who follow the group hear of it. Sent twice by one person on a day it is one.

    Raises ValidationError.
    """
    User.objects.select_for_update(no_key=True).get(pk=by.pk)  # one series of a person at a time
    series = Series(group=group, **asdict(_cleaned(plan)))
    check(series)
    again = Series.objects.filter(title=series.title, group=group, rrule=series.rrule, time=series.time)
    if found := again.filter(changed_at__date=timezone.localdate(), sequence=0).first():
        return found
    save_with_slug(series, series.title, "series", ADDRESSES)
    follow(series, by=by)
    words = f"made the series {series.title}"
    record("meetings.series_made", series, words, by=by, tell=followers(series))
    return series


@transaction.atomic
def edit_series(series: Series, *, by: User, **plan: Any) -> Series:
    """Change a series. Dates ahead that were written down as the rule gave them move along with it.

    Raises ValidationError.
    """
    series = Series.objects.select_for_update().get(pk=series.pk)
    wanted = asdict(_cleaned(plan))
    changed = {name for name, value in wanted.items() if getattr(series, name) != value}
    if not changed:
        return series
    before = _ahead(series)
    for name in changed:
        setattr(series, name, wanted[name])
    check(series)
    _save(series, changed)
    if changed & {"rrule", "first_on", "time", "timezone", "minutes"}:
        _take_along(series, before)
    record("meetings.series_edited", series, _words(series, changed), by=by, tell=followers(series))
    return series


@transaction.atomic
def end_series(series: Series, *, by: User, on: dt.date | None) -> Series:
    """Say from which day on it does not take place any more; without a day, that it goes on."""
    series = Series.objects.select_for_update().get(pk=series.pk)
    if series.ended_on == on:
        return series
    if on and series.first_on and on < series.first_on:
        raise ValidationError({"on": f"It begins on {series.first_on:%-d %B %Y}: it cannot end before."})
    series.ended_on = on
    _save(series, {"ended_on"})
    words = f"ended {series.title} on {on:%-d %B %Y}" if on else f"lets {series.title} go on"
    record("meetings.series_ended", series, words, by=by, tell=followers(series))
    return series


def check(series: Series) -> None:
    """Refuse what no meeting can follow. Raises ValidationError."""
    series.full_clean(exclude=["slug", "uid"])
    if not SHORTEST <= series.minutes <= LONGEST:
        raise ValidationError({"minutes": f"A meeting takes {SHORTEST} to {LONGEST} minutes."})
    if series.remind_hours > MOST_HOURS:
        raise ValidationError({"remind_hours": f"People are reminded at most {MOST_HOURS} hours before."})
    if series.first_on and series.first_on < EARLIEST:
        raise ValidationError({"first_on": f"The first date is before {EARLIEST.year}."})
    if series.rrule:
        _check_rule(series)


def _check_rule(series: Series) -> None:
    if series.time is None:
        raise ValidationError({"time": "Say at what time it begins."})
    if series.first_on is None:
        raise ValidationError({"first_on": "Say on which day it begins."})
    rhythm = Rhythm(series.rrule, series.first_on, series.time, series.timezone)
    start = dt.datetime.combine(series.first_on, dt.time(), ZoneInfo(series.timezone))
    try:
        found = next(rhythm.between(start, start + SEEN), None)
    except UnreadableRuleError as error:
        raise ValidationError({"rrule": str(error)}) from error
    if found is None:
        raise ValidationError({"rrule": "This rule gives no date."})


def _cleaned(plan: dict[str, Any]) -> Plan:
    """The plan with blanks set right; a rule without its name in front."""
    words: dict[str, Any] = {
        name: " ".join(plan[name].split()) for name in ("title", "cadence") if name in plan
    }
    rule = "".join(plan.get("rrule", "").split()).upper().removeprefix("RRULE:").rstrip(";")
    told = {**plan, "rrule": rule, "description": plan.get("description", "").strip()}
    told.update(words)
    told["cadence"] = rhythms.cadence(rule, told.get("time"), told.get("cadence", ""))[: limits.NAME]
    return Plan(**told)


def _save(series: Series, changed: set[str]) -> None:
    """Save what changed, and let calendars know if it is about when and where."""
    series.changed_at = timezone.now()
    fields = {*changed, "changed_at"}
    if changed & {*TELLS_CALENDARS}:
        series.sequence += 1
        fields.add("sequence")
    series.save(update_fields=sorted(fields))


def _ahead(series: Series) -> list[Meeting]:
    """The dates ahead that were written down and are as the rule gives them."""
    now = timezone.now()
    rows = series.meetings.select_for_update().filter(starts_at__gt=now, occurs_on__isnull=False)
    meetings = list(rows.taking_place())
    if not meetings:
        return []
    last = max(meeting.starts_at for meeting in meetings)
    given = {date.day: date.starts_at for date in ruled_dates(series, now, last + dt.timedelta(seconds=1))}
    return [meeting for meeting in meetings if given.get(meeting.day) == meeting.starts_at]


def _take_along(series: Series, meetings: list[Meeting]) -> None:
    """Bring what was written down to the new time of its day; a day the rule gives no more stays on its own."""
    for meeting in meetings:
        assert meeting.occurs_on is not None  # noqa: S101 -- `_ahead` chose them by it
        start = dt.datetime.combine(meeting.occurs_on, dt.time(), ZoneInfo(series.timezone))
        given = ruled_dates(series, start, start + dt.timedelta(days=1))
        date = next((date for date in given if date.on == meeting.occurs_on), None)
        if date is None or rhythm_of(series, start) is None:
            continue
        meeting.starts_at, meeting.ends_at, meeting.reminded_at = date.starts_at, date.ends_at, None
        meeting.changed_at = timezone.now()
        meeting.save(update_fields=["starts_at", "ends_at", "reminded_at", "changed_at"])


def _words(series: Series, changed: set[str]) -> str:
    if changed & {"rrule", "first_on", "time", "timezone", "cadence"}:
        return f"changed when {series.title} takes place"
    return f"changed where {series.title} takes place" if "url" in changed else f"edited {series.title}"
