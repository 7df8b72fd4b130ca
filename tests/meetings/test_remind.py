"""People are reminded of a date once, in time, and anew when it moves."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.utils import timezone

from hub.activity.models import Entry
from hub.activity.telling import recipients
from hub.meetings import actions, tasks
from hub.meetings.models import Attendance, Meeting
from tests import factories as make


def tomorrow(**fields):
    """A series that meets every day, the next time in twenty hours."""
    start = timezone.now() + dt.timedelta(hours=20)
    usual = {
        "rrule": "FREQ=DAILY;INTERVAL=7", "first_on": start.date(), "timezone": "UTC",
        "time": start.time().replace(second=0, microsecond=0), "title": "ML Sync",
    }  # fmt: skip
    return make.SeriesFactory(**usual | fields)


def reminders():
    return Entry.objects.filter(kind="meetings.reminded")


@pytest.mark.django_db
def test_followers_presenters_and_those_who_come_are_reminded_once():
    series = tomorrow(group=make.GroupFactory())
    follower, comes, cannot = make.UserFactory(), make.UserFactory(), make.UserFactory()
    for user in (follower, cannot):
        make.FollowFactory(user=user, subject=series)
    day = (timezone.now() + dt.timedelta(hours=20)).date()
    meeting = actions.write_down(series, on=day)
    for user, answer in ((comes, "maybe"), (cannot, "no")):
        Attendance.objects.create(meeting=meeting, user=user, answer=answer)

    for _ in range(2):
        tasks.remind()

    (entry,) = reminders()
    assert {*recipients(entry)} == {follower, comes}
    assert entry.subject_url == meeting.get_absolute_url()


@pytest.mark.django_db
def test_a_date_that_only_the_rule_knew_is_written_down():
    series = tomorrow()

    tasks.remind()

    meeting = Meeting.objects.get(series=series)
    assert meeting.occurs_on == meeting.starts_at.date()
    assert meeting.reminded_at is not None


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fields", [{"remind_hours": 0}, {"remind_hours": 19}, {"ended_on": dt.date(2020, 1, 1)}]
)
def test_nobody_is_reminded_too_early_never_or_of_what_ended(fields):
    tomorrow(**fields)

    tasks.remind()

    assert not reminders().exists()


@pytest.mark.django_db
def test_nobody_is_reminded_of_what_is_cancelled(admin):
    series = tomorrow()
    actions.cancel_date(series, by=admin, day=(timezone.now() + dt.timedelta(hours=20)).date(), reason="Off")

    tasks.remind()

    assert not reminders().exists()


@pytest.mark.django_db
def test_a_date_that_moved_is_reminded_of_anew(admin):
    series = tomorrow()
    tasks.remind()
    meeting = Meeting.objects.get()
    actions.move_date(series, by=admin, day=meeting.day, starts_at=meeting.starts_at + dt.timedelta(hours=2))

    for _ in range(2):
        tasks.remind()

    assert reminders().count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_remind_once():
    series = tomorrow()
    day = (timezone.now() + dt.timedelta(hours=20)).date()

    def work(_):
        try:
            return actions.remind(series, day=day) is not None
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(work, range(4)))

    assert sorted(done) == [False, False, False, True]
    assert (reminders().count(), Meeting.objects.count()) == (1, 1)
