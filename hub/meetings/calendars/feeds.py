"""What is in which calendar: all series, one, those of a group, those of a person."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from hub.activity.models import Follow
from hub.meetings.calendars.events import Event, events_of, single
from hub.meetings.calendars.text import calendar_text
from hub.meetings.models import Attendance, Meeting, MeetingQuerySet, Series, SeriesQuerySet

YEARS_BACK = 2  # older exceptions and dates of their own are history, not calendar
SHAPE = "1"  # another number when the text of the same content changes


@dataclass(frozen=True)
class Feed:
    """A calendar that is not written yet: its name and its events."""

    name: str
    events: tuple[Event, ...]

    @property
    def etag(self) -> str:
        """Changes with the content, and with nothing else."""
        content = repr((SHAPE, settings.BASE_URL, self))
        return f'"{hashlib.sha256(content.encode(errors="replace")).hexdigest()[:32]}"'

    def text(self) -> bytes:
        """As calendars read it."""
        return calendar_text(self.name, self.events, settings.BASE_URL)


def feed_of(name: str, series: SeriesQuerySet, user: Any, also: MeetingQuerySet | None = None) -> Feed:
    """The calendar of these series and, `also`, of single dates of others: three queries however many."""
    wanted = list(series.visible_to(user).order_by("pk"))
    rows: dict[int, list[Meeting]] = defaultdict(list)
    known = {row.pk: row for row in wanted}
    for meeting in _recent(Meeting.objects.visible_to(user).filter(series__in=wanted)) if wanted else ():
        meeting.series = known[meeting.series_id]
        rows[meeting.series_id].append(meeting)
    found = [event for row in wanted for event in events_of(row, rows[row.pk])]
    if also is not None:
        others = _recent(also.visible_to(user)).exclude(series__in=wanted).select_related("series")
        found += [single(meeting) for meeting in others]
    return Feed(name, tuple(found))


def series_of(user: Any) -> SeriesQuerySet:
    """The series that a person follows, and those of the groups they follow or belong to."""
    follows = Follow.objects.filter(user=user)
    groups = Q(group__in=follows.filter(subject_kind="sigs.group").values("subject_id"))
    groups |= Q(group__in=user.terms.on(timezone.localdate()).in_office().values("group"))
    own = Q(pk__in=follows.filter(subject_kind="meetings.series").values("subject_id"))
    return Series.objects.filter(own | groups)


def dates_of(user: Any) -> MeetingQuerySet:
    """The dates at which a person presents, or said they come."""
    coming = Attendance.objects.filter(user=user, answer=Attendance.Answer.YES).values("meeting")
    presenting = user.agenda_items.exclude(meeting=None).values("meeting")
    demos: Any = Meeting._meta.get_field("demos").related_model
    showing = demos.objects.filter(presenters=user).exclude(state__in=("declined", "withdrawn"))
    shown = showing.exclude(meeting=None).values("meeting")
    return Meeting.objects.filter(Q(pk__in=coming) | Q(pk__in=presenting) | Q(pk__in=shown))


def _recent(rows: MeetingQuerySet) -> MeetingQuerySet:
    since = dt.datetime(timezone.now().year - YEARS_BACK, 1, 1, tzinfo=dt.UTC)
    return (
        rows.filter(Q(starts_at__gte=since) | Q(occurs_on__gte=since.date()))
        .order_by("series", "pk")
        .defer("notes")
    )
