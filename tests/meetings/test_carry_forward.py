"""What was not reached goes on to the next date that takes place, or into the backlog; once."""

import datetime as dt

import pytest

from hub.core.errors import Refused
from hub.meetings import actions
from hub.meetings.models import AgendaItem, Meeting
from tests import factories as make
from tests.meetings.on_day import WEEK, ahead, day, now_meeting, points, titles, weekly

pytestmark = pytest.mark.django_db
CARRIED = AgendaItem.Outcome.CARRIED


def last_week(series, **facts):
    """A date of the series that is over."""
    return now_meeting(series, starts_at=make.now() - WEEK, occurs_on=day(-1), **facts)


def test_one_click_carries_what_was_not_reached_to_the_next_date(as_chair, group, member):
    meeting = last_week(weekly(group))
    points(meeting, "Talked about", outcome="done", began_at=make.now() - WEEK, over_at=make.now())
    left = points(meeting, "B", "C", minutes=25, presenter=member, text="Words")

    for _click in range(2):
        assert as_chair.post(f"{meeting.get_absolute_url()}carrying/", {"to": "next"}).status_code == 302

    following = Meeting.objects.exclude(pk=meeting.pk).get()
    assert following.day == ahead(meeting.series)
    assert titles(following) == ["B", "C"]
    assert [(p.carried_from, p.minutes, p.presenter, p.text) for p in following.agenda_items.all()] == [
        (point, 25, member, "Words") for point in left
    ]
    assert [p.outcome for p in meeting.agenda_items.order_by("pk")] == ["done", CARRIED, CARRIED]


def test_a_cancelled_next_date_is_skipped(chair, group):
    series = weekly(group)
    meeting = last_week(series)
    points(meeting, "Left")
    make.MeetingFactory(
        series=series, occurs_on=day(), state="cancelled", starts_at=make.now().replace(hour=9, minute=0)
    )

    made = actions.carry_forward(series, by=chair, on=meeting.day)

    assert [point.meeting.day for point in made] == [day(1)]


def test_what_is_carried_late_does_not_go_to_a_date_that_is_over(chair, group):
    series = weekly(group)
    meeting = now_meeting(series, starts_at=make.now() - 2 * WEEK, occurs_on=day(-2))
    points(meeting, "Left")

    assert [p.meeting.day for p in actions.carry_forward(series, by=chair, on=day(-2))] == [ahead(series)]


def test_the_agenda_of_a_cancelled_date_is_carried_too(chair, group):
    series = weekly(group)
    meeting = make.MeetingFactory(
        series=series, occurs_on=day(1), state="cancelled", starts_at=make.now(days=7)
    )
    points(meeting, "Left")

    assert [p.meeting.day for p in actions.carry_forward(series, by=chair, on=day(1))] == [day(2)]


def test_into_the_backlog_it_waits_for_a_date(as_chair, group):
    series = weekly(group)
    meeting = last_week(series)
    left = points(meeting, "Left")[0]

    as_chair.post(f"{meeting.get_absolute_url()}carrying/", {"to": "backlog"})

    assert [point.carried_from for point in series.agenda_items.backlog()] == [left]


def test_without_a_later_date_the_backlog_is_left(chair, group):
    meeting = make.MeetingFactory(series__group=group, starts_at=make.now(days=-7))
    points(meeting, "Left")

    with pytest.raises(Refused, match="No later date"):
        actions.carry_forward(meeting.series, by=chair, on=meeting.day)
    assert meeting.agenda_items.get().outcome == "open"


def test_before_it_begins_nothing_is_carried(chair, group):
    series = weekly(group)
    meeting = now_meeting(series, starts_at=make.now(days=7), occurs_on=day(1))
    points(meeting, "Ahead")

    with pytest.raises(Refused, match="not begun"):
        actions.carry_forward(series, by=chair, on=day(1))


def test_where_nothing_is_left_nothing_happens(chair, group):
    series = weekly(group)
    meeting = last_week(series)

    with pytest.raises(Refused, match="Nothing is left"):
        actions.carry_forward(series, by=chair, on=meeting.day)


@pytest.mark.parametrize("who", ["outsider", "member"])
def test_others_do_not_carry(cast, who, group):
    meeting = last_week(weekly(group))
    points(meeting, "Left")

    assert cast(f"as_{who}").post(f"{meeting.get_absolute_url()}carrying/").status_code == 403


def test_a_point_that_was_begun_is_not_carried(chair, group):
    series = weekly(group)
    meeting = last_week(series)
    points(meeting, "Begun", began_at=make.now() - dt.timedelta(minutes=1))
    points(meeting, "Left")

    assert [p.title for p in actions.carry_forward(series, by=chair, on=meeting.day)] == ["Left"]
