"""Two at once, on real connections: nothing is carried, begun or written twice, and nothing is lost."""

import pytest

from hub.meetings import actions
from hub.meetings.models import AgendaItem, Meeting, Revision
from tests.factories import UserFactory, now
from tests.meetings.on_day import WEEK, day, now_meeting, points, titles, weekly
from tests.voting.test_races import connections, together  # noqa: F401 -- a fixture

pytestmark = pytest.mark.django_db(transaction=True)


def test_carried_forward_by_many_at_once_it_is_carried_once():
    series, by = weekly(), UserFactory()
    meeting = now_meeting(series, starts_at=now() - WEEK, occurs_on=day(-1))
    points(meeting, "A", "B")

    together(*[lambda: len(actions.carry_forward(series, by=by, on=day(-1)))] * 6)

    assert titles(Meeting.objects.exclude(pk=meeting.pk).get()) == ["A", "B"]
    assert AgendaItem.objects.count() == 4


def test_next_clicked_by_many_at_once_goes_on_by_one():
    series, by = weekly(), UserFactory()
    meeting = now_meeting(series, occurs_on=day())
    first = points(meeting, "A", "B", "C")[0]
    actions.begin_meeting(series, by=by, on=day())

    together(*[lambda: actions.next_point(series, by=by, on=day(), after=first.pk).title] * 6)

    assert list(meeting.agenda_items.values_list("outcome", flat=True)) == ["done", "open", "open"]


def test_many_who_write_minutes_of_an_unwritten_date_at_once_lose_nothing():
    series, people = weekly(), [UserFactory() for _ in range(6)]
    calls = [
        lambda n=n, by=by: actions.save_minutes(series, by=by, on=day(), text=f"line {n}", base=0).number
        for n, by in enumerate(people)
    ]

    numbers = together(*calls)

    meeting = Meeting.objects.get()
    assert sorted(numbers) == [1, 2, 3, 4, 5, 6]
    assert sorted(meeting.notes.split("\n")) == [f"line {n}" for n in range(6)]
    assert Revision.objects.first().text == meeting.notes


def test_of_many_who_change_one_line_at_once_one_is_saved_and_the_others_are_asked():
    series, by = weekly(), UserFactory()
    actions.save_minutes(series, by=by, on=day(), text="line", base=0)
    calls = [
        lambda n=n: str(actions.save_minutes(series, by=by, on=day(), text=f"line {n}", base=1).number)
        for n in range(6)
    ]

    assert sorted(together(*calls)) == ["2"] + ["conflict"] * 5
    assert Revision.objects.count() == 2
