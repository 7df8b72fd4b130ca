"""Leads add, move and cancel dates; lists, addresses and those who follow keep up."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from hub.activity.models import Entry
from hub.activity.telling import recipients
from hub.core.errors import Refused
from hub.meetings import actions
from hub.meetings.agenda import upcoming
from hub.meetings.dates import date_on
from hub.meetings.keeping import keeping
from hub.meetings.models import Attendance, Meeting, Series
from tests import factories as make
from tests.pages import main_of, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def sync(group):
    return make.SeriesFactory(slug="ml-sync", title="ML Sync", weekly=True, group=group)


@pytest.fixture
def near(sync):
    """The date after the next one: ahead whatever the hour."""
    return upcoming(Series.objects.filter(pk=sync.pk), None, timezone.now())[1]


def shown(client, sync):
    return text_of(client.get(sync.get_absolute_url()))


def test_chair_moves_a_date_and_it_stays_the_date_of_its_day(as_chair, sync, near):
    on = near.on + dt.timedelta(days=2)

    answer = as_chair.post(
        f"/community/meetings/ml-sync/{near.day}/moving/",
        {"on": on, "at": "15:00", "minutes": 45, "reason": "Room taken"},
    )

    assert answer.status_code == 302
    moved = date_on(sync, near.day)
    assert moved.starts_at == dt.datetime.combine(on, dt.time(15), ZoneInfo("Europe/Madrid"))
    assert (moved.ends_at - moved.starts_at, moved.reason) == (dt.timedelta(minutes=45), "Room taken")
    assert date_on(sync, on) is None
    days = [date.day for date in upcoming(Series.objects.all(), None, timezone.now())]
    assert days.count(near.day) == 1
    assert f"instead of {near.day:%a} {near.day.day} {near.day:%b}" in shown(as_chair, sync)


def test_a_date_that_was_moved_out_of_sight_is_not_given_by_the_rule_again(sync, near, admin):
    away = near.starts_at + dt.timedelta(weeks=9, hours=3)
    actions.move_date(sync, by=admin, day=near.day, starts_at=away)

    assert near.day not in [date.day for date in upcoming(Series.objects.all(), None, timezone.now())]
    assert near.day not in [date.day for date in keeping([sync], admin, timezone.now()).coming]


def test_chair_cancels_a_date_and_takes_it_back(as_chair, sync, near):
    address = f"/community/meetings/ml-sync/{near.day}"
    as_chair.post(f"{address}/cancelling/", {"reason": "Public holiday"})

    page = as_chair.get(sync.get_absolute_url())
    assert "<del>" in main_of(page)
    assert "Public holiday" in text_of(page)
    assert "Public holiday" in text_of(as_chair.get("/community/meetings/"))

    as_chair.post(f"{address}/restoring/")

    assert "<del>" not in main_of(as_chair.get(sync.get_absolute_url()))
    assert date_on(sync, near.day).is_cancelled is False


def test_a_cancelled_date_is_not_counted_as_kept(sync, admin):
    now = timezone.now()
    for state in ("planned", "cancelled"):
        day = now - dt.timedelta(days=7 if state == "planned" else 14)
        date = date_on(
            sync, sync.first_on + 7 * ((day.date() - sync.first_on).days // 7) * dt.timedelta(days=1)
        )
        make.MeetingFactory(
            series=sync, starts_at=date.starts_at, occurs_on=date.day, state=state, notes="We met."
        )

    kept = keeping([sync], admin, now)

    assert (kept.written, kept.noted, kept.traced) == (1, 1, 1)


def test_chair_adds_a_date_that_no_rule_gives(as_chair, sync, near):
    on = near.on + dt.timedelta(days=3)
    form = {"title": "Deep dive", "on": on, "at": "11:00", "minutes": 90}

    as_chair.post("/community/meetings/ml-sync/dates/new/", form)
    as_chair.post("/community/meetings/ml-sync/dates/new/", form)

    meeting = Meeting.objects.get(series=sync)
    assert (meeting.title, meeting.occurs_on, meeting.day) == ("Deep dive", None, on)
    assert "Deep dive" in shown(as_chair, sync)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"on": "2020-01-01", "at": "10:00", "minutes": 30}, "Choose a time ahead"),
        ({"on": "2999-01-01", "at": "10:00", "minutes": 30}, "Choose a time ahead"),
        ({"on": "soon", "at": "noon", "minutes": 0}, "Enter a valid date"),
        ({"on": "{near}", "at": "18:00", "minutes": 30}, "has a date of"),
        ({}, "required"),
    ],
)
def test_a_date_that_cannot_be_is_refused_and_what_was_typed_stays(as_chair, sync, near, sent, said):
    sent = {name: str(value).format(near=near.day) for name, value in sent.items()}

    answer = as_chair.post("/community/meetings/ml-sync/dates/new/", sent | {"title": "Deep dive"})

    assert answer.status_code in (409, 422)
    assert said in text_of(answer)
    assert 'value="Deep dive"' in main_of(answer)
    assert not Meeting.objects.exists()


def test_a_date_is_not_moved_onto_another(sync, near, admin):
    after = near.starts_at.astimezone(ZoneInfo("Europe/Madrid")) + dt.timedelta(days=7)

    with pytest.raises(Refused, match="meets at this time already"):
        actions.move_date(sync, by=admin, day=near.day, starts_at=after.astimezone(dt.UTC))


def test_what_is_over_stays_as_it_is(as_chair, sync):
    past = make.MeetingFactory(series=sync, starts_at=make.now(days=-10))

    answer = as_chair.post(f"{past.get_absolute_url()}cancelling/", {"reason": "Too late"})

    assert answer.status_code == 409
    past.refresh_from_db()
    assert not past.is_cancelled


def test_a_cancelled_date_is_not_moved(sync, near, admin):
    actions.cancel_date(sync, by=admin, day=near.day, reason="Off")

    with pytest.raises(Refused, match="Take the cancelling back"):
        actions.move_date(sync, by=admin, day=near.day, starts_at=near.starts_at + dt.timedelta(hours=2))


@pytest.mark.parametrize("day", ["2026-13-45", "tomorrow", "1900-01-01", "2026-1-1"])
def test_a_day_without_a_date_is_404(as_admin, sync, day):
    assert as_admin.get(f"/community/meetings/ml-sync/{day}/moving/").status_code == 404


def test_those_who_follow_or_come_hear_of_moves_and_cancellations(sync, near, admin, member, outsider):
    follower, of_group, declined = make.UserFactory(), make.UserFactory(), make.UserFactory()
    for user, subject in ((follower, sync), (of_group, sync.group), (declined, sync)):
        make.FollowFactory(user=user, subject=subject)
    meeting = actions.write_down(sync, on=near.day)
    Attendance.objects.create(meeting=meeting, user=member, answer="yes")
    Attendance.objects.create(meeting=meeting, user=declined, answer="no")
    presenter = make.UserFactory()
    make.DemoFactory(meeting=meeting, presenters=[presenter], state="scheduled")

    actions.move_date(sync, by=admin, day=near.day, starts_at=near.starts_at + dt.timedelta(hours=3))
    actions.cancel_date(sync, by=admin, day=near.day, reason="Nobody can")

    told = [{*recipients(entry)} for entry in Entry.objects.filter(kind__startswith="meetings.date_")]
    assert told == [{follower, of_group, member, presenter}] * 2


def test_a_move_and_a_cancelling_tell_calendars(sync, near, admin):
    actions.move_date(sync, by=admin, day=near.day, starts_at=near.starts_at + dt.timedelta(hours=3))
    actions.cancel_date(sync, by=admin, day=near.day, reason="Nobody can")
    meeting = actions.cancel_date(sync, by=admin, day=near.day, reason="Nobody can")

    assert meeting.sequence == 2


@pytest.mark.parametrize(
    ("who", "status"), [("member", 403), ("outsider", 403), ("chair", 200), ("admin", 200)]
)
def test_leads_and_the_platform_team_change_dates(cast, sync, near, who, status):
    for page in (f"{near.day}/moving", f"{near.day}/cancelling", "dates/new", "edit", "ending"):
        assert cast(f"as_{who}").get(f"/community/meetings/ml-sync/{page}/").status_code == status


def test_a_lead_of_another_group_does_not(as_chair, near):
    other = make.SeriesFactory(weekly=True, group=make.GroupFactory())

    assert as_chair.get(f"{other.get_absolute_url()}edit/").status_code == 403
