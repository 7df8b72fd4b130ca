"""A demo whose meeting did not reach it goes where its point goes, and those who present it hear so."""

import pytest

from hub.activity.models import Entry, Notification
from hub.celery import app
from hub.demos import actions
from hub.demos.models import Demo
from hub.demos.tasks import look_after_demos
from hub.meetings.models import AgendaItem
from tests.demos.planned import demo_in
from tests.factories import UserFactory, now
from tests.meetings.on_day import WEEK, ahead, day, now_meeting, points, weekly


@pytest.fixture
def eager():
    """Tasks run where they are called."""
    app.conf.task_always_eager = True
    yield
    app.conf.task_always_eager = False


@pytest.fixture
def demo(group, chair) -> Demo:
    """A demo by two people on last week's date, which ended without it."""
    series = weekly(group)
    meeting = now_meeting(series, starts_at=now() - WEEK, occurs_on=day(-1), began_at=now() - WEEK)
    first, second = UserFactory(name="Ada"), UserFactory(name="Bob")
    (slot,) = points(meeting, "Warm starts", presenter=first)
    points(meeting, "Something else", presenter=chair)
    return demo_in("scheduled", meeting=meeting, slot=slot, series=series, presenters=[first, second])


@pytest.fixture
def carried(as_chair, demo, eager, django_capture_on_commit_callbacks):
    """Carry forward by the door of the meeting; what follows from it happens at once, as on the queue."""

    def carry(to: str) -> Demo:
        with django_capture_on_commit_callbacks(execute=True):
            answer = as_chair.post(f"{demo.meeting.get_absolute_url()}carrying/", {"to": to})
        assert answer.status_code == 302
        return Demo.objects.get(pk=demo.pk)

    return carry


def told(kind: str) -> list[str]:
    """Who heard of it, by name."""
    rows = Notification.objects.filter(entry__kind=kind)
    return sorted(rows.values_list("user__name", flat=True))


def test_carried_to_the_next_date_it_goes_along_and_both_presenters_hear_so(carried):
    demo = carried("next")

    assert (demo.state, demo.meeting.day, demo.slot.meeting) == (
        "scheduled",
        ahead(demo.series),
        demo.meeting,
    )
    assert demo.slot.carried_from.outcome == "carried"
    assert demo.reminded_at is None
    assert told("demos.demo_moved") == ["Ada", "Bob"]
    assert "Ada" not in told("meetings.carried_forward")  # once is enough


def test_carried_into_the_backlog_it_is_accepted_again_and_both_presenters_hear_so(carried):
    demo = carried("backlog")

    assert (demo.state, demo.meeting) == ("accepted", None)
    assert demo.slot in AgendaItem.objects.backlog()
    assert told("demos.demo_unscheduled") == ["Ada", "Bob"]


def test_from_the_backlog_it_gets_a_date_with_the_same_point(carried, chair):
    demo = carried("backlog")

    actions.schedule_demo(demo, by=chair, series=demo.series, on=day(1))

    again = Demo.objects.get(pk=demo.pk)
    assert (again.slot, again.slot.meeting, again.state) == (demo.slot, again.meeting, "scheduled")
    assert not AgendaItem.objects.backlog().filter(title="Warm starts").exists()


def test_declined_in_the_backlog_it_leaves_no_point_there(carried, chair):
    demo = carried("backlog")

    actions.decline_demo(demo, by=chair, reason="Out of date")

    assert not AgendaItem.objects.backlog().filter(title="Warm starts").exists()


def test_when_the_queue_is_lost_the_clock_takes_it_along(as_chair, demo):
    as_chair.post(f"{demo.meeting.get_absolute_url()}carrying/", {"to": "backlog"})
    demo.refresh_from_db()
    assert demo.state == "scheduled"

    for _ in range(2):
        look_after_demos()

    demo.refresh_from_db()
    assert (demo.state, demo.meeting) == ("accepted", None)
    assert Entry.objects.filter(kind="demos.demo_unscheduled").count() == 1


def test_a_demo_that_is_carried_is_not_noted_as_given(carried, demo):
    carried("next")
    look_after_demos()

    demo.refresh_from_db()
    assert demo.state == "scheduled"


def test_a_cancelled_date_sets_its_demos_free_at_once(
    as_chair, group, eager, django_capture_on_commit_callbacks
):
    series = weekly(group)
    demo = demo_in("accepted", series=series)
    actions.schedule_demo(demo, by=UserFactory(is_platform_admin=True), series=series, on=day(1))
    address = Demo.objects.get().meeting.get_absolute_url()

    with django_capture_on_commit_callbacks(execute=True):
        assert as_chair.post(f"{address}cancelling/", {"reason": "Holiday"}).status_code == 302

    demo.refresh_from_db()
    assert (demo.state, demo.slot) == ("accepted", None)
    assert "Holiday" in demo.state_reason
