"""Give a demo a date with a place on the agenda, move it to the next session, take it off again."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from hub.accounts.models import User
from hub.core.errors import Refused
from hub.demos.actions.holding import deciders_of, locked, refuse_move, tell
from hub.demos.actions.slots import leave_agenda, put_on_agenda
from hub.demos.models import Demo
from hub.demos.offers import AHEAD, free_minutes, offers_for
from hub.meetings.actions import write_down
from hub.meetings.models import Meeting, Series

State = Demo.State


@transaction.atomic
def schedule_demo(demo: Demo, *, by: User, series: Series, on: dt.date, overfill: bool = False) -> Demo:
    """Put a demo on a date of a series; a date that only the rule knows is written down.

    There already, nothing happens. Raises Refused for a date that does not take place, is over, or has too few minutes
    left (`overfill` says that this is known), and when the demo was moved meanwhile.
    """
    seen, demo = demo.meeting_id, locked(demo)
    meeting = hold_date(series, on)
    if demo.state == State.SCHEDULED and demo.meeting_id == meeting.pk:
        return demo
    if demo.state != State.SCHEDULED:
        refuse_move(demo, State.SCHEDULED)
    elif demo.meeting_id != seen:
        raise Refused(f"“{demo.title}” was moved meanwhile, to {demo.meeting}.", "moved_meanwhile")
    if not overfill:
        _refuse_overfull(demo, meeting)
    return _put(demo, meeting, by)


@transaction.atomic
def move_on(demo: Demo, *, by: User, seen: int | None = None) -> Demo:
    """Move a demo to the next session that takes place and has room; without a date it gets the next one.

    `seen` is the key of the meeting it was on when the person clicked (default: that of the demo given): clicked
    twice it moves once. Raises Refused when no session in the next half year has room, or it was moved elsewhere.
    """
    seen, demo = seen or demo.meeting_id, locked(demo)
    if demo.state == State.SCHEDULED and demo.meeting_id != seen and _is_later(demo, seen):
        return demo  # the first of two clicks moved it
    if demo.state != State.SCHEDULED:
        refuse_move(demo, State.SCHEDULED)
    elif demo.meeting_id != seen:
        raise Refused(f"“{demo.title}” was moved meanwhile, to {demo.meeting}.", "moved_meanwhile")
    return _put(demo, _next_with_room(demo), by)


@transaction.atomic
def unschedule_demo(demo: Demo, *, by: User | None, reason: str) -> Demo:
    """Take a demo off its date: it waits for another one. Raises Refused, ValidationError without a reason."""
    demo = locked(demo)
    if demo.state != State.SCHEDULED:
        raise Refused(f"“{demo.title}” has no date to take it off.", "no_such_move")
    refuse_move(demo, State.ACCEPTED, reason)
    was = str(demo.meeting or "its date")
    leave_agenda(demo)
    demo.state, demo.state_reason = State.ACCEPTED, reason.strip()
    demo.full_clean()
    demo.save(update_fields=["state", "state_reason"])
    tell("demos.demo_unscheduled", demo, f"took {demo.title} off {was}", by=by, lines=[demo.state_reason],
         others=[] if by else deciders_of(demo))  # fmt: skip
    return demo


def hold_date(series: Series, on: dt.date) -> Meeting:
    """The meeting of that day, written down and held: two who fill it wait for each other. Raises Refused."""
    series = Series.objects.select_for_update().get(pk=series.pk)
    meeting = series.meetings.filter(occurs_on=on).first() or write_down(series, on=on)
    if meeting.is_cancelled:
        raise Refused(f"{meeting} does not take place.", "cancelled")
    if meeting.ends_at <= timezone.now() or meeting.over_at:
        raise Refused(f"{meeting} is over.", "over")
    return meeting


def _put(demo: Demo, meeting: Meeting, by: User) -> Demo:
    was = demo.meeting if demo.state == State.SCHEDULED else None
    put_on_agenda(demo, meeting, by=by)
    demo.state, demo.state_reason, demo.reminded_at = State.SCHEDULED, "", None
    demo.save(update_fields=["state", "state_reason", "reminded_at", "meeting", "slot", "series"])
    if was is None:
        tell("demos.demo_scheduled", demo, f"put {demo.title} on {meeting}", by=by)
    else:
        tell("demos.demo_moved", demo, f"moved {demo.title} from {was} to {meeting}", by=by)
    return demo


def _next_with_room(demo: Demo) -> Meeting:
    """The next date with room, held. What looked free is counted again under the lock."""
    after = demo.meeting.starts_at if demo.meeting and demo.state == State.SCHEDULED else None
    offers = offers_for(demo, after=after, most=AHEAD)
    for offer in offers:
        if offer.has_room:
            meeting = hold_date(offer.date.series, offer.day)
            if free_minutes(meeting) >= demo.minutes:
                return meeting
    if offers:
        days = "date is" if len(offers) == 1 else f"{len(offers)} dates are"
        raise Refused(
            f"The next {days} too full for {demo.minutes} minutes. Choose one and say so.", "too_full"
        )
    raise Refused("No session is planned for the next half year.", "no_date")


def _is_later(demo: Demo, seen: int | None) -> bool:
    before = Meeting.objects.filter(pk=seen).first() if seen else None
    return demo.meeting is not None and (before is None or demo.meeting.starts_at > before.starts_at)


def _refuse_overfull(demo: Demo, meeting: Meeting) -> None:
    free = free_minutes(meeting)
    if free < demo.minutes:
        left = f"has {free} minutes left" if free > 0 else "is full"
        raise Refused(
            f"{meeting} {left}, “{demo.title}” takes {demo.minutes}. Say that this is known, or choose another date.",
            "too_full",
        )
