"""Whether meetings take place: the dates of the last quarter, and what is left of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone

from hub.meetings.agenda import WEEKS
from hub.meetings.dates import Date, dates, known_to, written
from hub.meetings.models import Meeting, Series

DAYS = 90


@dataclass(frozen=True)
class Keeping:
    """The dates of some series around now.

    Attributes:
        since: The first day looked at.
        coming: Dates of the next weeks, the next one first, cancelled ones too.
        planned: Dates that were, by rule or written down, and not cancelled.
        written: Those that were written down.
        noted: Those with notes.
        recorded: Those with a recording.
        traced: Those with notes or a recording: known to have been held.
        last: The last of these.
    """

    since: dt.date
    coming: list[Date]
    planned: int
    written: int
    noted: int
    recorded: int
    traced: int
    last: Date | None


def keeping(series: Sequence[Series], user: Any, now: dt.datetime, *, days: int = DAYS) -> Keeping:
    """The coming and the past dates of these series in one query, however many they are."""
    since = timezone.localdate(now) - dt.timedelta(days=days)
    start = timezone.make_aware(dt.datetime.combine(since, dt.time()))
    end = now + dt.timedelta(weeks=WEEKS)
    meetings = list(_written(series, user, start, end)) if series else []
    found = dates(series, meetings, start, end)
    past = [date for date in found if date.ends_at <= now and not date.is_cancelled]
    traced = [date for date in past if _is_traced(date)]
    return Keeping(
        since=since,
        coming=[date for date in found if date.ends_at > now],
        planned=len(past),
        written=sum(date.meeting is not None for date in past),
        noted=sum(bool(date.meeting and date.meeting.notes) for date in past),
        recorded=sum(bool(date.meeting and _recorded(date.meeting)) for date in past),
        traced=len(traced),
        last=traced[-1] if traced else None,
    )


def _written(series: Sequence[Series], user: Any, start: dt.datetime, end: dt.datetime) -> list[Meeting]:
    """The meetings that were written down, each knowing its series and whether it was recorded."""
    recordings: Any = Meeting._meta.get_field("recordings").related_model
    recorded = Exists(recordings._default_manager.visible_to(user).filter(meeting=OuterRef("pk")))
    rows = written(series, user, start, end).annotate(has_recording=recorded)
    return known_to(series, rows)


def _recorded(meeting: Meeting) -> bool:
    return bool(meeting.has_recording)  # type: ignore[attr-defined] # annotated above


def _is_traced(date: Date) -> bool:
    return date.meeting is not None and bool(date.meeting.notes or _recorded(date.meeting))
