"""A demo's place on an agenda: get one, take it along, leave it. What began stays as it was."""

from __future__ import annotations

from django.db.models import Max
from django.utils import timezone

from hub.accounts.models import User
from hub.demos.models import Demo
from hub.meetings.models import AgendaItem, Meeting

Outcome = AgendaItem.Outcome


def put_on_agenda(demo: Demo, meeting: Meeting, *, by: User | None) -> None:
    """Give the demo a place at the end of a meeting's agenda; the place it has moves along."""
    slot = _slot_to_take(demo) or AgendaItem(added_by=by)
    if slot.meeting_id != meeting.pk:
        slot.series, slot.meeting, slot.position = meeting.series, meeting, _last(meeting) + 1
    slot.title, slot.minutes, slot.url = demo.title, demo.minutes, demo.get_absolute_url()
    slot.presenter = slot.presenter or demo.presenters.order_by("name", "pk").first()
    slot.save()
    demo.meeting, demo.slot = meeting, slot
    demo.series = demo.series or meeting.series


def leave_agenda(demo: Demo) -> None:
    """Take the demo off its agenda; where the meeting began already, its point is dropped and stays to be read."""
    slot, demo.slot, demo.meeting, demo.reminded_at = demo.slot, None, None, None
    demo.save(update_fields=["slot", "meeting", "reminded_at"])
    if slot is None:
        return
    if is_history(slot):
        AgendaItem.objects.filter(pk=slot.pk, outcome=Outcome.OPEN).update(outcome=Outcome.DROPPED)
    else:
        slot.delete()


def is_history(slot: AgendaItem) -> bool:
    """The point was begun or decided on, or its meeting began."""
    begun = slot.meeting is not None and slot.meeting.starts_at <= timezone.now()
    return begun or slot.began_at is not None or slot.outcome != Outcome.OPEN


def _slot_to_take(demo: Demo) -> AgendaItem | None:
    """The place that moves along: the same point, or one that carries it forward from a meeting that began."""
    if demo.slot is None:
        return None
    slot = AgendaItem.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=demo.slot.pk)
    if not is_history(slot):
        return slot
    if carried := AgendaItem.objects.filter(carried_from=slot).first():
        return carried
    if slot.outcome == Outcome.OPEN:
        slot.outcome = Outcome.CARRIED
        slot.save(update_fields=["outcome"])
    return AgendaItem(carried_from=slot, added_by=slot.added_by, presenter=slot.presenter)


def _last(meeting: Meeting) -> int:
    return AgendaItem.objects.filter(meeting=meeting).aggregate(last=Max("position"))["last"] or 0
