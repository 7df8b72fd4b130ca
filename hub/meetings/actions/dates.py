"""What people do with the dates of a series: write down, add, move, cancel, take the cancelling back."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from hub.accounts.models import User
from hub.activity.actions import record
from hub.core import limits
from hub.core.errors import Refused
from hub.meetings.dates import date_on, ruled_dates
from hub.meetings.models import Meeting, Series
from hub.meetings.people import audience

SHORTEST, LONGEST = dt.timedelta(minutes=5), dt.timedelta(days=1)
AHEAD = dt.timedelta(days=5 * 366)


@transaction.atomic
def write_down(series: Series, *, on: dt.date) -> Meeting:
    """The meeting of a series on a day, written down when only the rule knew of it; asked twice it is one.

    Raises Refused when the series does not meet on that day.
    """
    series = Series.objects.select_for_update().get(pk=series.pk)
    date = date_on(series, on)
    if date is None:
        raise Refused(f"{series.title} does not meet on {on:%-d %B %Y}.", "no_such_date")
    if date.meeting:
        return date.meeting
    _free(series, date.starts_at)
    return Meeting.objects.create(
        series=series, occurs_on=date.day, starts_at=date.starts_at, ends_at=date.ends_at
    )


@transaction.atomic
def add_date(
    series: Series, *, by: User, starts_at: dt.datetime, minutes: int | None = None, title: str = ""
) -> Meeting:
    """Add a date that no rule gives; those who follow hear of it. Raises Refused, ValidationError."""
    series = Series.objects.select_for_update().get(pk=series.pk)
    if again := series.meetings.filter(starts_at=starts_at, occurs_on=None, title=_line(title)).first():
        return again
    meeting = Meeting(series=series, title=_line(title), starts_at=starts_at)
    meeting.ends_at = starts_at + dt.timedelta(minutes=series.minutes if minutes is None else minutes)
    _check(meeting)
    _only_one_on(series, meeting)
    meeting.full_clean(validate_constraints=False)
    meeting.save()
    words = f"added a date of {series.title}: {_when(meeting)}"
    record("meetings.date_added", meeting, words, by=by, tell=audience(meeting))
    return meeting


@transaction.atomic
def move_date(
    series: Series,
    *,
    by: User,
    day: dt.date,
    starts_at: dt.datetime,
    minutes: int | None = None,
    reason: str = "",
) -> Meeting:
    """Move a date; its address stays when a rule gave it. Those who follow or come hear of it.

    Raises Refused, ValidationError.
    """
    meeting = _ahead(series, day)
    if meeting.is_cancelled:
        raise Refused("It is cancelled. Take the cancelling back before you move it.", "cancelled")
    length = meeting.ends_at - meeting.starts_at if minutes is None else dt.timedelta(minutes=minutes)
    if (meeting.starts_at, meeting.ends_at) == (starts_at, starts_at + length):
        return meeting
    before = _when(meeting)
    meeting.starts_at, meeting.ends_at, meeting.reason = starts_at, starts_at + length, _reason(reason)
    _check(meeting)
    _only_one_on(meeting.series, meeting)
    _changed(meeting, "starts_at", "ends_at")
    words = f"moved {meeting.series.title} from {before} to {_when(meeting)}"
    _tell("meetings.date_moved", meeting, words, by)
    return meeting


@transaction.atomic
def cancel_date(series: Series, *, by: User, day: dt.date, reason: str) -> Meeting:
    """Say that a date does not take place, and why; those who follow or come hear of it.

    Cancelling what is cancelled changes nothing. Raises Refused, ValidationError.
    """
    meeting = _ahead(series, day)
    if meeting.is_cancelled:
        return meeting
    if not (why := _reason(reason)):
        raise ValidationError({"reason": "Say why: people had it in their calendars."})
    meeting.state, meeting.reason = Meeting.State.CANCELLED, why
    _changed(meeting, "state")
    _tell("meetings.date_cancelled", meeting, f"cancelled {meeting.series.title} on {_when(meeting)}", by)
    return meeting


@transaction.atomic
def restore_date(series: Series, *, by: User, day: dt.date) -> Meeting:
    """Let a cancelled date take place after all. Raises Refused."""
    meeting = _ahead(series, day)
    if not meeting.is_cancelled:
        return meeting
    meeting.state, meeting.reason = Meeting.State.PLANNED, ""
    _changed(meeting, "state")
    words = f"lets {meeting.series.title} on {_when(meeting)} take place after all"
    _tell("meetings.date_restored", meeting, words, by)
    return meeting


@transaction.atomic
def remind(series: Series, *, day: dt.date) -> Meeting | None:
    """Remind people of a date, once; None when it was done, is cancelled, moved away or has begun."""
    meeting = write_down(series, on=day)  # the series stays locked: two workers come one after the other
    now, ahead = timezone.now(), dt.timedelta(hours=meeting.series.remind_hours)
    if (
        meeting.is_cancelled
        or meeting.reminded_at
        or not meeting.starts_at - ahead <= now < meeting.starts_at
    ):
        return None
    meeting.reminded_at = now
    meeting.save(update_fields=["reminded_at"])
    words = f"reminds of {meeting.title or meeting.series.title}: {_when(meeting)}"
    record("meetings.reminded", meeting, words, by=None, tell=audience(meeting))
    return meeting


def _ahead(series: Series, day: dt.date) -> Meeting:
    """The date as it is now, written down and held until the transaction ends. Raises Refused."""
    meeting = write_down(series, on=day)
    if meeting.ends_at <= timezone.now():
        raise Refused("It is over: what was, stays as it is.", "over")
    return meeting


def _check(meeting: Meeting) -> None:
    """Refuse a time that nobody can come to, or that is taken. Raises ValidationError, Refused."""
    now = timezone.now()
    if not now < meeting.starts_at < now + AHEAD:
        raise ValidationError({"starts_at": "Choose a time ahead, within five years."})
    if not SHORTEST <= meeting.ends_at - meeting.starts_at <= LONGEST:
        raise ValidationError({"minutes": "A meeting takes 5 minutes to a day."})
    _free(meeting.series, meeting.starts_at, but=meeting)


def _free(series: Series, starts_at: dt.datetime, but: Meeting | None = None) -> None:
    """Refuse a moment at which another date of the series begins, written down or not."""
    others = series.meetings.filter(starts_at=starts_at).exclude(pk=(but and but.pk) or 0)
    ruled = ruled_dates(series, starts_at, starts_at + dt.timedelta(seconds=1)) if but else []
    own = but.day if but else None
    given = any(date.starts_at == starts_at and date.on != own for date in ruled)
    if others.exists() or (given and not _moved_away(series, starts_at)):
        raise Refused(f"{series.title} meets at this time already.", "taken")


def _moved_away(series: Series, starts_at: dt.datetime) -> bool:
    """Whether the date that the rule gives at this moment was moved to another."""
    day = starts_at.astimezone(ZoneInfo(series.timezone)).date()
    return series.meetings.filter(occurs_on=day).exists()


def _only_one_on(series: Series, meeting: Meeting) -> None:
    """A date of its own is known by its day: no other may be."""
    if meeting.occurs_on:
        return
    day = meeting.starts_at.astimezone(ZoneInfo(series.timezone)).date()
    other = date_on(series, day)
    if other and (other.meeting is None or other.meeting.pk != meeting.pk):
        reason = (
            f"{series.title} has a date of {day:%-d %B %Y} already. Move that one, or choose another day."
        )
        raise Refused(reason, "taken")


def _changed(meeting: Meeting, *fields: str) -> None:
    """Save what changed, so that calendars take it over and people are reminded anew."""
    meeting.sequence += 1
    meeting.changed_at, meeting.reminded_at = timezone.now(), None
    meeting.full_clean(validate_constraints=False)
    meeting.save(update_fields=[*fields, "reason", "sequence", "changed_at", "reminded_at"])


def _tell(kind: str, meeting: Meeting, words: str, by: User) -> None:
    lines = [f"Reason: {meeting.reason}"] if meeting.reason else []
    said = f"{words}: {meeting.reason}" if meeting.reason else words
    record(kind, meeting, said, by=by, tell=audience(meeting), lines=lines, reason=meeting.reason)


def _when(meeting: Meeting) -> str:
    """Day and time where the series is at home, for sentences."""
    wall = meeting.starts_at.astimezone(ZoneInfo(meeting.series.timezone))
    return f"{wall:%-d %B %Y, %H:%M %Z}"


def _line(text: str) -> str:
    return " ".join(text.split())


def _reason(text: str) -> str:
    reason = _line(text)
    if len(reason) > limits.LINE:
        raise ValidationError({"reason": f"Say it in at most {limits.LINE} characters."})
    return reason
