"""What happens to demos by the clock: they follow their place on the agenda, are reminded of, given, published."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import DateTimeField, DurationField, ExpressionWrapper, F, Q, Value
from django.utils import timezone

from hub.core import limits
from hub.demos.actions.deciding import mark_given
from hub.demos.actions.holding import locked, people_of, tell
from hub.demos.actions.scheduling import unschedule_demo
from hub.demos.actions.slots import put_on_agenda
from hub.demos.models import Demo
from hub.meetings.models import AgendaItem, Meeting

State, Outcome = Demo.State, AgendaItem.Outcome
HOUR = dt.timedelta(hours=1)
GRACE = dt.timedelta(hours=1)  # for carrying forward what was not reached


def out_of_step(now: dt.datetime) -> list[int]:
    """Demos with a date whose agenda or meeting changed without them, as keys."""
    rows = Demo.objects.filter(state=State.SCHEDULED)
    changed = (
        Q(meeting=None)
        | Q(meeting__state=Meeting.State.CANCELLED)
        | Q(slot__outcome__in=(Outcome.CARRIED, Outcome.DROPPED))
        | Q(slot__isnull=False) & (Q(slot__meeting=None) | ~Q(slot__meeting=F("meeting")))
        | Q(slot=None, meeting__starts_at__gt=now)
    )
    return list(rows.filter(changed).order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def follow_agenda(demo: Demo) -> Demo:
    """Bring a demo back in step with the agenda: carried forward it goes along, dropped or cancelled it waits again."""
    demo = locked(demo)
    if demo.state != State.SCHEDULED:
        return demo
    slot = _present_slot(demo)
    if slot and slot.outcome in (Outcome.CARRIED, Outcome.DROPPED):
        return unschedule_demo(demo, by=None, reason="It was taken off the agenda.")
    meeting = slot.meeting if slot else demo.meeting
    if meeting is None:
        return _to_backlog(demo, slot)
    if meeting.is_cancelled:
        why = f": {meeting.reason}" if meeting.reason else "."
        return unschedule_demo(demo, by=None, reason=f"{meeting} does not take place{why}"[: limits.LINE])
    return _taken_along(demo, slot, meeting)


def _present_slot(demo: Demo) -> AgendaItem | None:
    """Its point, or the one that carries it forward."""
    if demo.slot and demo.slot.outcome == Outcome.CARRIED:
        return (
            AgendaItem.objects.filter(carried_from=demo.slot).select_related("meeting").first() or demo.slot
        )
    return demo.slot


def _taken_along(demo: Demo, slot: AgendaItem | None, meeting: Meeting) -> Demo:
    was, demo.slot = demo.meeting, slot
    if slot is None:
        put_on_agenda(demo, meeting, by=None)
    demo.meeting = meeting
    if was != meeting:
        demo.reminded_at = None
    demo.save(update_fields=["slot", "meeting", "reminded_at", "series"])
    if was != meeting:
        tell("demos.demo_moved", demo, f"moved {demo.title} to {meeting}, with the agenda", by=None)
    return demo


def _to_backlog(demo: Demo, slot: AgendaItem | None) -> Demo:
    """It waits for a date; its point in the backlog stays its place."""
    demo.state, demo.state_reason = State.ACCEPTED, "It waits in the backlog."
    demo.meeting, demo.slot, demo.reminded_at = None, slot, None
    demo.save(update_fields=["state", "state_reason", "meeting", "slot", "reminded_at"])
    tell("demos.demo_unscheduled", demo, f"put {demo.title} into the backlog, with the agenda", by=None)
    return demo


def over(now: dt.datetime) -> list[int]:
    """Demos whose meeting is over: at once when their point is done, else after time to carry it forward; as keys."""
    rows = Demo.objects.filter(state=State.SCHEDULED).exclude(meeting__state=Meeting.State.CANCELLED)
    ended = Q(meeting__over_at__lte=now) | Q(meeting__ends_at__lte=now)
    settled = Q(slot__outcome=Outcome.DONE) | Q(meeting__ends_at__lte=now - GRACE)
    kept = Q(slot=None) | Q(slot__meeting=F("meeting"), slot__outcome__in=(Outcome.OPEN, Outcome.DONE))
    return list(rows.filter(ended, settled, kept).order_by("pk").values_list("pk", flat=True))


def give_if_over(demo: Demo) -> Demo:
    """Note that a demo was given, because its meeting is over."""
    return mark_given(demo, by=None)


def watchable() -> list[int]:
    """Demos that were given and can be watched since, as keys."""
    rows = Demo.objects.filter(state=State.GIVEN).recorded()
    return list(rows.order_by("pk").values_list("pk", flat=True))


def to_remind(now: dt.datetime) -> list[int]:
    """Demos whose date comes near and whose presenters were not reminded of it, as keys.

    A meeting that was moved to a later day after the reminder is reminded of again.
    """
    rows = Demo.objects.filter(
        state=State.SCHEDULED, meeting__starts_at__gt=now, meeting__state=Meeting.State.PLANNED,
        meeting__series__remind_hours__gt=0,
    )  # fmt: skip
    ahead = ExpressionWrapper(F("meeting__series__remind_hours") * Value(HOUR), output_field=DurationField())
    opens = ExpressionWrapper(F("meeting__starts_at") - ahead, output_field=DateTimeField())
    due = rows.annotate(opens_at=opens).filter(opens_at__lte=now)
    fresh = Q(reminded_at=None) | Q(reminded_at__lt=F("opens_at"))
    return list(due.filter(fresh).order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def remind_presenters(demo: Demo) -> bool:
    """Remind those who present a demo of its date, once; says whether it did."""
    now, demo = timezone.now(), locked(demo)
    if demo.pk not in to_remind(now) or not people_of(demo):
        return False
    demo.reminded_at = now
    demo.save(update_fields=["reminded_at"])
    tell("demos.demo_reminded", demo, f"reminded of {demo.title}: {demo.meeting}", by=None, public=False)
    return True
