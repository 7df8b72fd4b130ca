"""Giving a demo a date: room, places on agendas, moving on, and two who click at once."""

import datetime as dt

import pytest

from hub.activity.models import Entry
from hub.core.errors import Refused
from hub.demos.actions import accept_demo, move_on, propose_demo, schedule_demo, unschedule_demo
from hub.demos.models import Demo
from hub.demos.offers import offers_for
from hub.meetings.models import AgendaItem, Meeting
from tests.demos.planned import at_once, day, demo_in, full, session
from tests.factories import SeriesFactory, UserFactory


def test_scheduling_writes_down_a_date_that_only_the_rule_knew(admin):
    series, demo = session(), demo_in("accepted", minutes=20)
    schedule_demo(demo, by=admin, series=series, on=day())
    demo.refresh_from_db()
    meeting = Meeting.objects.get()
    assert (demo.state, demo.meeting, demo.slot.meeting, demo.series) == (
        "scheduled",
        meeting,
        meeting,
        series,
    )
    assert (demo.slot.title, demo.slot.minutes, demo.slot.url) == (demo.title, 20, demo.get_absolute_url())
    assert demo.slot.presenter == demo.presenters.get()
    assert Entry.objects.get().kind == "demos.demo_scheduled"


def test_scheduling_there_again_is_no_event(admin):
    series, demo = session(), demo_in("accepted")
    for _ in range(2):
        schedule_demo(demo, by=admin, series=series, on=day())
    assert (Entry.objects.count(), AgendaItem.objects.count()) == (1, 1)


def test_full_session_is_refused_until_it_is_said_to_be_known(admin):
    series, demo = session(), demo_in("accepted", minutes=15)
    meeting = full(series, day(), minutes=50)
    with pytest.raises(Refused, match="has 10 minutes left") as caught:
        schedule_demo(demo, by=admin, series=series, on=day())
    assert (caught.value.code, AgendaItem.objects.count()) == ("too_full", 1)
    schedule_demo(demo, by=admin, series=series, on=day(), overfill=True)
    assert Demo.objects.get().meeting == meeting


def test_what_was_dropped_or_carried_takes_no_room(admin):
    series, demo = session(), demo_in("accepted", minutes=15)
    full(series, day())
    AgendaItem.objects.update(outcome="carried")
    assert schedule_demo(demo, by=admin, series=series, on=day()).state == "scheduled"


@pytest.mark.parametrize("trouble", ["cancelled", "no date", "over"])
def test_date_that_does_not_take_place_is_refused(admin, trouble):
    series, demo, on = session(), demo_in("accepted"), day()
    if trouble == "cancelled":
        full(series, on, minutes=1)
        Meeting.objects.update(state="cancelled")
    elif trouble == "no date":
        on += dt.timedelta(days=1)
    else:
        on = day(-1)
        full(series, on, minutes=1)
    with pytest.raises(Refused):
        schedule_demo(demo, by=admin, series=series, on=on)
    assert Demo.objects.get().state == "accepted"


@pytest.mark.parametrize("state", ["proposed", "given", "published", "declined", "withdrawn"])
def test_only_what_is_accepted_gets_a_date(admin, state):
    series = session()
    with pytest.raises(Refused):
        schedule_demo(demo_in(state), by=admin, series=series, on=day())


def test_offers_are_dates_that_take_place_with_their_free_minutes(admin, django_assert_num_queries):
    series, demo = session(), demo_in("accepted", minutes=15)
    full(series, day(), minutes=50)
    cancelled = full(series, day(1), minutes=1)
    Meeting.objects.filter(pk=cancelled.pk).update(state="cancelled")
    with django_assert_num_queries(3):
        offers = offers_for(demo)
    assert [(offer.day, offer.free, offer.has_room) for offer in offers[:2]] == [
        (day(), 10, False), (day(2), 60, True),
    ]  # fmt: skip


def test_planned_for_a_group_it_is_offered_the_dates_of_that_group(admin, group):
    session()
    own = session(slug="sig", kind="group", group=group, time=dt.time(9))
    demo = demo_in("accepted", series=own)
    assert {offer.date.series for offer in offers_for(demo)} == {own}


def test_moving_on_takes_the_next_session_with_room_and_its_place_along(admin):
    series, demo = session(), demo_in("accepted", minutes=15)
    schedule_demo(demo, by=admin, series=series, on=day())
    slot = Demo.objects.get().slot
    Demo.objects.update(reminded_at=dt.datetime.now(dt.UTC))
    full(series, day(1), minutes=50)
    demo.refresh_from_db()
    move_on(demo, by=admin)
    demo.refresh_from_db()
    assert (demo.meeting.day, demo.slot, demo.reminded_at) == (day(2), slot, None)
    slot.refresh_from_db()
    assert slot.meeting == demo.meeting
    entry = Entry.objects.latest("pk")
    assert (entry.kind, entry.data["tell"]) == ("demos.demo_moved", [demo.presenters.get().pk])


def test_moving_on_from_a_session_that_began_leaves_a_trace_there(admin):
    series = session()
    demo = demo_in("accepted")
    meeting = full(series, day(-1), minutes=1)
    old = AgendaItem.objects.create(series=series, meeting=meeting, title=demo.title)
    Demo.objects.update(state="scheduled", meeting=meeting, slot=old)
    move_on(Demo.objects.get(), by=admin)
    demo.refresh_from_db()
    old.refresh_from_db()
    assert (old.outcome, old.meeting, demo.slot.carried_from, demo.meeting.day) == (
        "carried",
        meeting,
        old,
        day(),
    )


def test_moving_on_says_when_every_session_is_full(admin):
    series, demo = session(minutes=10), demo_in("accepted", minutes=15)
    with pytest.raises(Refused, match="too full for 15 minutes"):
        move_on(demo, by=admin)
    series.delete()
    with pytest.raises(Refused, match="No session is planned"):
        move_on(demo, by=admin)


def test_double_click_on_move_moves_once(as_admin):
    session()
    demo = demo_in("accepted")
    as_admin.post(f"{demo.get_absolute_url()}schedule/next/", {"seen": ""})
    demo.refresh_from_db()
    seen = demo.meeting_id
    for _ in range(2):
        answer = as_admin.post(f"{demo.get_absolute_url()}schedule/next/", {"seen": seen})
        assert answer.status_code == 302
    demo.refresh_from_db()
    assert demo.meeting.day == day(1)


def test_demo_that_somebody_moved_elsewhere_meanwhile_stays_there(admin):
    series, demo = session(), demo_in("accepted")
    schedule_demo(demo, by=admin, series=series, on=day(2))
    seen = Demo.objects.get()
    schedule_demo(seen, by=admin, series=series, on=day())
    with pytest.raises(Refused, match="moved meanwhile"):
        move_on(seen, by=admin)
    with pytest.raises(Refused, match="moved meanwhile"):
        schedule_demo(seen, by=admin, series=series, on=day(1))


def test_demo_taken_off_its_date_waits_and_leaves_the_agenda(admin):
    series, demo = session(), demo_in("accepted")
    schedule_demo(demo, by=admin, series=series, on=day())
    unschedule_demo(Demo.objects.get(), by=admin, reason="The room is too small.")
    demo.refresh_from_db()
    assert (demo.state, demo.meeting, demo.slot, AgendaItem.objects.count()) == ("accepted", None, None, 0)
    assert schedule_demo(demo, by=admin, series=series, on=day()).state == "scheduled"


def test_page_offers_dates_and_takes_a_full_one_only_when_told(as_admin):
    series, demo = session(), demo_in("accepted", minutes=15)
    full(series, day(), minutes=60)
    page = as_admin.get(demo.get_absolute_url()).content.decode()
    assert "full" in page
    assert "60 minutes free" in page
    typed = {"date": f"community@{day()}"}
    answer = as_admin.post(f"{demo.get_absolute_url()}schedule/", typed)
    assert answer.status_code == 409
    assert "is full" in answer.content.decode()
    assert as_admin.post(f"{demo.get_absolute_url()}schedule/", typed | {"overfill": "on"}).status_code == 302


@pytest.mark.parametrize("date", ["", "community", "community@soon", "nothing@2026-01-01", "@"])
def test_date_that_makes_no_sense_is_not_taken(as_admin, date):
    session()
    demo = demo_in("accepted")
    assert as_admin.post(f"{demo.get_absolute_url()}schedule/", {"date": date}).status_code == 422
    assert Demo.objects.get().state == "accepted"


def test_edited_demo_takes_its_point_on_the_agenda_along(as_member, member):
    series = session()
    demo = propose_demo(by=member, title="Old", abstract="x", minutes=15)
    accept_demo(demo, by=member)
    schedule_demo(demo, by=member, series=series, on=day())
    typed = {
        "title": "New",
        "abstract": "y",
        "presenters": "Mateo Member",
        "minutes": "20",
        "may_record": "no",
    }
    answer = as_member.post(f"{demo.get_absolute_url()}edit/", typed)
    assert answer.status_code == 302
    demo.refresh_from_db()
    assert (demo.slot.title, demo.slot.minutes, demo.may_record, demo.slug) == ("New", 20, False, "old")


@pytest.mark.django_db(transaction=True)
def test_two_who_move_one_demo_at_once_move_it_once():
    admin, series, demo = UserFactory(is_platform_admin=True), session(), demo_in("accepted")
    schedule_demo(demo, by=admin, series=series, on=day())
    seen = Demo.objects.get()
    at_once(4, lambda _number: move_on(Demo.objects.get(), by=admin, seen=seen.meeting_id))
    demo.refresh_from_db()
    assert (demo.meeting.day, AgendaItem.objects.count()) == (day(1), 1)
    assert Entry.objects.filter(kind="demos.demo_moved").count() == 1


@pytest.mark.django_db(transaction=True)
def test_many_who_fill_one_session_at_once_do_not_overfill_it():
    admin, series = UserFactory(is_platform_admin=True), session()
    demos = [demo_in("accepted", minutes=25, series=series) for _ in range(4)]
    done = at_once(4, lambda number: schedule_demo(demos[number], by=admin, series=series, on=day()))
    assert sum(isinstance(answer, Demo) for answer in done) == 2
    assert sum(isinstance(answer, Refused) for answer in done) == 2
    assert Meeting.objects.count() == 1
    assert sum(AgendaItem.objects.values_list("minutes", flat=True)) == 50
    waiting = list(Demo.objects.filter(state="accepted"))
    later = at_once(2, lambda number: move_on(waiting[number], by=admin))
    assert [answer.meeting.day for answer in later] == [day(1)] * 2


def test_series_that_meets_nowhere_offers_nothing(admin):
    SeriesFactory(kind="community")
    assert offers_for(demo_in("accepted")) == []
