"""What stands on the page of one meeting, read at once; it writes nothing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from hub.core.permissions import may
from hub.meetings.dates import Date
from hub.meetings.models import AgendaItem, Attendance, Meeting, Revision, Series
from hub.meetings.neighbours import neighbours
from hub.meetings.skeleton import clock


@dataclass(frozen=True)
class Point:
    """A point of the agenda, its demo, what a visitor may do with it, and how long it really took."""

    item: AgendaItem
    demo: Any = None
    may_edit: bool = False
    stamp: str = ""

    @property
    def took(self) -> int | None:
        """Minutes it really took, once it is over."""
        if not (self.item.began_at and self.item.over_at):
            return None
        return round((self.item.over_at - self.item.began_at).total_seconds() / 60)

    @property
    def over(self) -> int:
        """Minutes it took longer than planned."""
        return max(0, (self.took or 0) - self.item.minutes)

    @property
    def is_at_hand(self) -> bool:
        """It is talked about now."""
        return self.item.began_at is not None and self.item.over_at is None

    @property
    def is_open(self) -> bool:
        """It can still be moved, edited away or begun."""
        return self.item.outcome == AgendaItem.Outcome.OPEN and self.item.began_at is None


@dataclass(frozen=True)
class Agenda:
    """The points in order and their time against that of the meeting."""

    points: list[Point]
    length: int

    @property
    def planned(self) -> int:
        """Minutes of what is planned."""
        return sum(point.item.minutes for point in self.points)

    @property
    def excess(self) -> int:
        """Minutes that do not fit."""
        return max(0, self.planned - self.length)

    @property
    def left(self) -> list[Point]:
        """What was not begun."""
        return [point for point in self.points if point.is_open]

    @property
    def at_hand(self) -> Point | None:
        """What is talked about now."""
        return next((point for point in self.points if point.is_at_hand), None)

    @property
    def took(self) -> int:
        """Minutes that the points which are over really took."""
        return sum(point.took or 0 for point in self.points)

    @property
    def planned_of_over(self) -> int:
        """Minutes that were planned for these."""
        return sum(point.item.minutes for point in self.points if point.took is not None)


@dataclass(frozen=True)
class MeetingPage:
    """One date of a series with everything on it; `meeting` is not saved while only the rule knows the date."""

    date: Date
    meeting: Meeting
    now: dt.datetime
    agenda: Agenda
    before: Date | None
    after: Date | None
    ahead: Date | None
    revision: Revision | None
    backlog: list[Point] = field(default_factory=list)
    attendances: list[Attendance] = field(default_factory=list)
    demos: list[Any] = field(default_factory=list)
    recordings: list[Any] = field(default_factory=list)
    mine: Attendance | None = None
    may_run: bool = False
    may_tick: bool = False
    may_edit: bool = False

    @property
    def series(self) -> Series:
        """The series it is a date of."""
        return self.date.series

    @property
    def day(self) -> dt.date:
        """The day it is known by."""
        return self.date.day

    @property
    def join_url(self) -> str:
        """Where to join: its own place, or that of the series."""
        return self.meeting.url or self.series.url

    @property
    def is_over(self) -> bool:
        """It is in the past, or was ended; one that goes on longer than planned is not over."""
        longest = dt.timedelta(hours=12 if self.is_running else 0)
        return self.meeting.over_at is not None or self.date.ends_at + longest <= self.now

    @property
    def has_begun(self) -> bool:
        """It is, or was, going on."""
        return self.meeting.began_at is not None or self.date.starts_at <= self.now

    @property
    def is_running(self) -> bool:
        """Somebody began it, and nobody ended it."""
        return self.meeting.began_at is not None and self.meeting.over_at is None

    @property
    def may_begin(self) -> bool:
        """It is its day, and nobody began it."""
        near = abs(self.date.starts_at - self.now) <= dt.timedelta(hours=12)
        return self.may_run and near and not self.meeting.began_at and not self.meeting.is_cancelled

    @property
    def may_change(self) -> bool:
        """The visitor may move, cancel or restore the date: it is not over, and nobody began it."""
        return self.may_edit and self.date.ends_at > self.now and not self.meeting.began_at

    @property
    def is_led_here(self) -> bool:
        """The next thing this visitor does is on the agenda: to begin the meeting, or to go on to the next point."""
        return self.may_begin or (self.is_running and self.may_run)

    @property
    def may_carry(self) -> bool:
        """Points were left, and it is over or does not take place."""
        return bool(self.agenda.left) and self.may_run and (self.is_over or self.meeting.is_cancelled)

    @property
    def may_hand_in(self) -> bool:
        """What was recorded of it can be added."""
        return self.meeting.pk is not None and self.has_begun and not self.meeting.is_cancelled

    @property
    def said(self) -> dict[str, list[Attendance]]:
        """Who comes, who may, who cannot."""
        labels = Attendance.Answer.labels
        return {
            label: found
            for answer, label in zip(Attendance.Answer.values, labels, strict=True)
            if (found := [row for row in self.attendances if row.answer == answer])
        }

    @property
    def came(self) -> list[Attendance]:
        """Who was there."""
        return [row for row in self.attendances if row.was_there]


def page_of(date: Date, user: Any, now: dt.datetime) -> MeetingPage:
    """Everything about one date that this visitor may see."""
    meeting = date.meeting or Meeting(series=date.series, starts_at=date.starts_at, ends_at=date.ends_at)
    before, after, ahead = neighbours(date.series, date, now)
    demos, leads = _visible(meeting, "demos", user, "presenters"), may(user, "meetings.tick_others", meeting)
    agenda = Agenda(
        _points(meeting, user, {demo.slot_id: demo for demo in demos if demo.slot_id}, leads=leads),
        round((date.ends_at - date.starts_at).total_seconds() / 60),
    )
    rows = _attendances(meeting, user)
    return MeetingPage(
        date, meeting, now, agenda, before, after, ahead,
        revision=meeting.revisions.defer("text").select_related("by").first() if meeting.pk else None,
        backlog=backlog_of(date.series, user, leads=leads), attendances=rows, demos=demos,
        recordings=_visible(meeting, "recordings", user),
        mine=next((row for row in rows if row.user_id == user.pk), None),
        may_run=leads or _presents(agenda, user), may_tick=leads,
        may_edit=may(user, "meetings.edit_series", date.series),
    )  # fmt: skip


def _presents(agenda: Agenda, user: Any) -> bool:
    """What the rule of running a meeting asks, answered by what was read already."""
    return user.is_authenticated and any(point.item.presenter_id == user.pk for point in agenda.points)


def _points(meeting: Meeting, user: Any, demos: dict[int, Any], *, leads: bool) -> list[Point]:
    if meeting.pk is None:
        return []  # type: ignore[unreachable] # one that is not saved has no key
    along = ("presenter", "added_by", "carried_from__meeting__series", "carried_to__meeting__series")
    items = meeting.agenda_items.select_related(*along)
    return [Point(item, demos.get(item.pk), may_edit, _stamp(item, meeting)) for item, may_edit in
            _editable(items, meeting.series, user, leads=leads)]  # fmt: skip


def backlog_of(series: Series, user: Any, *, leads: bool | None = None) -> list[Point]:
    """What waits for a date of a series."""
    along = ("presenter", "added_by", "carried_from__meeting__series", "carried_to__meeting")
    items = series.agenda_items.backlog().select_related(*along)
    return [Point(item, may_edit=may_edit) for item, may_edit in _editable(items, series, user, leads=leads)]


def _editable(items: Any, series: Series, user: Any, *, leads: bool | None) -> list[tuple[AgendaItem, bool]]:
    """Each point with whether this visitor may edit it; whether they lead the group is asked once."""
    found = list(items)
    for item in found:
        item.series = series
    if not found or not user.is_authenticated:
        return [(item, False) for item in found]
    all_of_them = may(user, "meetings.edit_point", AgendaItem(series=series)) if leads is None else leads
    return [(item, all_of_them or user.pk in (item.added_by_id, item.presenter_id)) for item in found]


def _stamp(item: AgendaItem, meeting: Meeting) -> str:
    """How far into the meeting it was begun."""
    return clock(item.began_at - meeting.began_at) if item.began_at and meeting.began_at else ""


def _attendances(meeting: Meeting, user: Any) -> list[Attendance]:
    """Who comes is for people who are signed in."""
    if meeting.pk is None or not user.is_authenticated:
        return []
    return list(meeting.attendances.select_related("user"))


def _visible(meeting: Meeting, name: str, user: Any, *along: str) -> list[Any]:
    """Demos or recordings of it; meetings do not import what lies above them."""
    if meeting.pk is None:
        return []  # type: ignore[unreachable] # one that is not saved has no key
    rows: Any = getattr(meeting, name)
    return list(rows.visible_to(user).prefetch_related(*along))
