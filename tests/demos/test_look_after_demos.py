"""What the clock does: demos follow their agenda, presenters are reminded, and what was shown is noted."""

import datetime as dt

import pytest
from django.utils import timezone

from hub.activity.models import Entry
from hub.demos.models import Demo
from hub.demos.tasks import look_after_demos
from hub.meetings.models import AgendaItem, Meeting
from tests.demos.planned import demo_in
from tests.factories import MeetingFactory, RecordingFactory, SegmentFactory, now


def after(demo: Demo) -> Demo:
    look_after_demos()
    demo.refresh_from_db()
    return demo


def ended(demo: Demo, **ago: float) -> None:
    end = now() - dt.timedelta(**ago)
    Meeting.objects.filter(pk=demo.meeting_id).update(starts_at=end - dt.timedelta(hours=1), ends_at=end)


@pytest.mark.parametrize(
    ("minutes", "outcome", "state"),
    [(10, "open", "scheduled"), (70, "open", "given"), (10, "done", "given"), (-10, "done", "scheduled")],
)
def test_demo_is_given_when_its_meeting_is_over(db, minutes, outcome, state):
    demo = demo_in("scheduled")
    ended(demo, minutes=minutes)
    AgendaItem.objects.update(outcome=outcome)
    assert after(demo).state == state
    assert after(demo).state == state


def test_demo_that_can_be_watched_is_published(db):
    demo, draft = demo_in("given"), demo_in("given")
    SegmentFactory(demo=demo)
    SegmentFactory(demo=draft, recording=RecordingFactory(state="draft"))
    assert after(demo).state == "published"
    assert after(draft).state == "given"


def test_demo_of_a_cancelled_meeting_waits_for_another_date(db):
    demo = demo_in("scheduled")
    Meeting.objects.update(state="cancelled", reason="Holiday")
    after(demo)
    assert (demo.state, demo.meeting, demo.slot) == ("accepted", None, None)
    assert "Holiday" in demo.state_reason
    assert Entry.objects.get().data["tell"] == [demo.presenters.get().pk]


def test_demo_that_was_carried_forward_goes_along(db):
    demo = demo_in("scheduled")
    later = MeetingFactory(series=demo.meeting.series, starts_at=now(days=15))
    AgendaItem.objects.update(outcome="carried")
    new = AgendaItem.objects.create(
        series=later.series, meeting=later, title=demo.title, carried_from=demo.slot, minutes=15
    )
    after(demo)
    assert (demo.state, demo.meeting, demo.slot) == ("scheduled", later, new)


def test_demo_carried_into_the_backlog_waits_there(db):
    demo = demo_in("scheduled")
    AgendaItem.objects.update(outcome="carried")
    new = AgendaItem.objects.create(series=demo.meeting.series, title=demo.title, carried_from=demo.slot)
    after(demo)
    assert (demo.state, demo.meeting, demo.slot) == ("accepted", None, new)


def test_demo_whose_point_was_dropped_waits_again(db):
    demo = demo_in("scheduled")
    AgendaItem.objects.update(outcome="dropped")
    assert after(demo).state == "accepted"


def test_demo_without_a_place_on_the_agenda_gets_one(db):
    demo = demo_in("scheduled", meeting=MeetingFactory(starts_at=now(days=3)))
    after(demo)
    assert (demo.slot.meeting, demo.slot.minutes) == (demo.meeting, demo.minutes)
    assert Entry.objects.count() == 0


def test_presenters_are_reminded_once_and_again_when_the_date_moved(db):
    demo = demo_in("scheduled", presenters=[])
    person = demo_in("proposed").presenters.get()
    demo.presenters.set([person])
    Meeting.objects.update(starts_at=now(hours=20), ends_at=now(hours=21))
    for _ in range(2):
        after(demo)
    reminders = Entry.objects.filter(kind="demos.demo_reminded")
    assert [entry.data["tell"] for entry in reminders] == [[person.pk]]
    moved = now(days=10)
    Meeting.objects.update(starts_at=moved, ends_at=moved + dt.timedelta(hours=1))
    Demo.objects.filter(pk=demo.pk).update(reminded_at=timezone.now())
    after(demo)
    assert reminders.all().count() == 1
    Demo.objects.filter(pk=demo.pk).update(reminded_at=now(days=-8))
    Meeting.objects.update(starts_at=now(hours=20), ends_at=now(hours=21))
    after(demo)
    assert reminders.all().count() == 2


@pytest.mark.parametrize("hours", [0, 2])
def test_presenters_are_reminded_when_the_series_says(db, hours):
    demo = demo_in("scheduled")
    series = demo.meeting.series
    series.remind_hours = hours
    series.save()
    Meeting.objects.update(starts_at=now(hours=3), ends_at=now(hours=4))
    assert after(demo).reminded_at is None


def test_one_demo_that_cannot_be_looked_after_keeps_no_other_back(db, caplog):
    broken, fine = demo_in("given"), demo_in("given")
    for demo in (broken, fine):
        SegmentFactory(demo=demo)
    Demo.objects.filter(pk=broken.pk).update(title="")  # fails its own validation
    look_after_demos()
    fine.refresh_from_db()
    assert fine.state == "published"
    assert "could not be looked after" in caplog.text
