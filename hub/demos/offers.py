"""The next dates on which a demo could be shown, and how much room each has left."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db.models import Sum
from django.utils import timezone

from hub.meetings.agenda import upcoming
from hub.meetings.models import AgendaItem, Meeting, Series, SeriesQuerySet

if TYPE_CHECKING:
    from hub.demos.models import Demo
    from hub.meetings.dates import Date

AHEAD = 26  # weeks
MOST = 6
GONE = (AgendaItem.Outcome.DROPPED, AgendaItem.Outcome.CARRIED)


@dataclass(frozen=True)
class Offer:
    """One date that takes place, and its free minutes."""

    date: Date
    free: int
    wanted: int

    @property
    def has_room(self) -> bool:
        """The demo fits in."""
        return self.free >= self.wanted

    @property
    def day(self) -> dt.date:
        """The day it is known by in addresses."""
        return self.date.meeting.day if self.date.meeting else self.date.day

    @property
    def value(self) -> str:
        """What a form sends for it."""
        return f"{self.date.series.slug}@{self.day:%Y-%m-%d}"

    @property
    def room(self) -> str:
        """How much room there is, in words."""
        if self.free > 0:
            return f"{self.free} minutes free" + (
                "" if self.has_room else f", {self.wanted - self.free} too few"
            )
        return "full" if not self.free else f"{-self.free} minutes too full already"


def series_for(demo: Demo) -> SeriesQuerySet:
    """The meetings where it could be shown: the one it is planned for, else the community sessions."""
    if demo.series_id:
        return Series.objects.filter(pk=demo.series_id)
    return Series.objects.filter(kind=Series.Kind.COMMUNITY)


def offers_for(demo: Demo, *, after: dt.datetime | None = None, most: int = MOST) -> list[Offer]:
    """The next dates for a demo, its own left out, each with its free minutes. Three queries."""
    now = timezone.now()
    start = max(after or now, now)
    found = upcoming(series_for(demo), AnonymousUser(), now, weeks=AHEAD)
    coming = (date for date in found if date.starts_at > start and _takes_place(date, demo))
    rows = list(islice(coming, most))
    taken = minutes_taken([date.meeting.pk for date in rows if date.meeting])
    return [
        Offer(date, _length(date) - taken.get(date.meeting.pk if date.meeting else 0, 0), demo.minutes)
        for date in rows
    ]


def minutes_taken(meetings: list[int]) -> dict[int, int]:
    """The planned minutes of what stays on the agendas of these meetings."""
    items = AgendaItem.objects.filter(meeting__in=meetings).exclude(outcome__in=GONE)
    return dict(items.order_by().values_list("meeting").annotate(Sum("minutes")))


def free_minutes(meeting: Meeting) -> int:
    """The room that a meeting has left."""
    length = round((meeting.ends_at - meeting.starts_at).total_seconds() / 60)
    return length - minutes_taken([meeting.pk]).get(meeting.pk, 0)


def _takes_place(date: Date, demo: Demo) -> bool:
    return date.meeting is None or not (date.meeting.is_cancelled or date.meeting.pk == demo.meeting_id)


def _length(date: Date) -> int:
    return round((date.ends_at - date.starts_at).total_seconds() / 60)
