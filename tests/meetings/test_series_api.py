"""Programs make and change series and their dates: what goes, who may, what is refused, and in which words."""

import datetime as dt

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser

from hub.meetings.models import Meeting, Series
from tests import factories as make
from tests.cast import CAST
from tests.meetings.on_day import WEEK, day, now_meeting, weekly
from tests.meetings.programs import program_of, said, wrong_fields

pytestmark = pytest.mark.django_db
PLAN = {"title": "ML Sync", "rrule": "FREQ=WEEKLY;BYDAY=TU", "first_on": "2026-11-03", "time": "16:00"}
ZONE = {"timezone": "Europe/Madrid", "minutes": 30, "kind": "sync"}


@pytest.fixture
def series(group) -> Series:
    return weekly(group)


@pytest.fixture
def send(chair):
    return program_of(chair)


def at(days: float) -> str:
    return make.now(days=days).replace(microsecond=0).isoformat()


def test_chair_makes_a_series_of_their_group(send, group):
    answer = send("post", "series/", group=group.slug, **PLAN, **ZONE)

    assert answer.status_code == 201
    told = answer.json()
    made = Series.objects.get()
    assert (made.group, made.minutes, made.timezone, made.time) == (group, 30, "Europe/Madrid", dt.time(16))
    assert (told["slug"], told["page"]) == (made.slug, f"{settings.BASE_URL}{made.get_absolute_url()}")
    assert told["cadence"], "when it meets is put in words"


def test_sent_twice_it_is_one_series(send, group):
    slugs = {send("post", "series/", group=group.slug, **PLAN).json()["slug"] for _ in range(2)}

    assert len(slugs) == Series.objects.count() == 1


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"rrule": "EVERY TUESDAY"}, "rrule"),
        ({"rrule": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"}, "rrule"),
        ({"rrule": "FREQ=WEEKLY", "time": None}, "time"),
        ({"rrule": "FREQ=WEEKLY", "first_on": None}, "first_on"),
        ({"first_on": "1066-10-14"}, "first_on"),
        ({"first_on": "soon"}, "first_on"),
        ({"timezone": "Mars/Olympus"}, "timezone"),
        ({"minutes": 0}, "minutes"),
        ({"minutes": 100_000}, "minutes"),
        ({"kind": "party"}, "kind"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"remind_hours": 100_000}, "remind_hours"),
        ({"group": "nobody"}, "group"),
    ],
)
def test_what_cannot_be_is_named_by_field_and_nothing_is_made(send, group, sent, field):
    assert wrong_fields(send("post", "series/", **({"group": group.slug} | PLAN | sent))) == {field}
    assert not Series.objects.exists()


@pytest.mark.parametrize(
    ("who", "status"),
    [("admin", 201), ("chair", 201), ("member", 403), ("outsider", 403), ("anonymous", 401)],
)
def test_who_leads_the_group_makes_its_series(cast, group, who, status):
    answer = program_of(cast(who))("post", "series/", group=group.slug, **PLAN)

    assert answer.status_code == status
    assert Series.objects.exists() is (status == 201)


def test_a_token_that_only_reads_makes_none(chair, group):
    assert program_of(chair, scope="read")("post", "series/", group=group.slug, **PLAN).status_code == 403
    assert not Series.objects.exists()


def test_chair_changes_what_they_name_and_the_rest_stays(send, series):
    answer = send("patch", "series/ml-sync/", title="The sync", remind_hours=0)

    assert answer.status_code == 200
    again = Series.objects.get()
    assert (again.title, again.remind_hours, again.rrule, again.time) == (
        "The sync",
        0,
        series.rrule,
        series.time,
    )


def test_dates_ahead_go_along_with_the_new_time(send, series):
    ahead = now_meeting(series, starts_at=dt.datetime.combine(day(1), dt.time(10), dt.UTC), occurs_on=day(1))
    zone = {"timezone": "UTC", "time": "10:00"}
    send("patch", "series/ml-sync/", **zone)

    send("patch", "series/ml-sync/", time="11:30")

    ahead.refresh_from_db()
    assert ahead.starts_at.time() == dt.time(11, 30)


def test_what_cannot_be_changes_nothing(send, series):
    assert wrong_fields(send("patch", "series/ml-sync/", rrule="FREQ=HOURLY")) == {"rrule"}
    assert Series.objects.get().rrule == series.rrule


def test_a_series_ends_and_goes_on_again(send, series):
    assert send("post", "series/ml-sync/ending/", on=f"{day(2)}").json()["ended_on"] == f"{day(2)}"
    assert f"{day(3)}" not in {row["day"] for row in send("get", "series/ml-sync/dates/").json()}
    assert send("post", "series/ml-sync/ending/", on=None).json()["ended_on"] is None
    assert wrong_fields(send("post", "series/ml-sync/ending/", on="1999-01-01")) == {"on"}
    assert wrong_fields(send("post", "series/ml-sync/ending/")) == {"on"}


def test_a_date_is_added_once(send, series):
    sent = {"starts_at": at(3), "minutes": 90, "title": "Special"}
    keys = {send("post", "series/ml-sync/dates/", **sent).json()["id"] for _ in range(2)}

    assert len(keys) == 1
    made = Meeting.objects.get()
    assert (made.title, made.occurs_on, made.ends_at - made.starts_at) == (
        "Special",
        None,
        dt.timedelta(minutes=90),
    )


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"starts_at": "2020-01-01T10:00Z"}, "starts_at"),
        ({"starts_at": "2199-01-01T10:00Z"}, "starts_at"),
        ({"starts_at": "tomorrow"}, "starts_at"),
        ({}, "starts_at"),
        ({"starts_at": at(3), "minutes": 1}, "minutes"),
    ],
)
def test_a_date_that_cannot_be_is_not_added(send, series, sent, field):
    assert wrong_fields(send("post", "series/ml-sync/dates/", **sent)) == {field}
    assert not Meeting.objects.exists()


def test_a_second_date_of_one_day_is_a_conflict(send, series):
    taken = dt.datetime.combine(day(1), dt.time(20), dt.UTC).isoformat()

    assert said(send("post", "series/ml-sync/dates/", starts_at=taken)) == (409, "taken")
    assert not Meeting.objects.exists()


def test_a_date_is_moved_and_keeps_its_address(send, series):
    moved = send("post", f"series/ml-sync/dates/{day(1)}/moving/", starts_at=at(9), reason="A holiday").json()

    assert (moved["occurs_on"], moved["reason"]) == (f"{day(1)}", "A holiday")
    assert moved["page"] == f"{settings.BASE_URL}/community/meetings/ml-sync/{day(1)}/"
    shown = {row["day"]: row["starts_at"] for row in send("get", "series/ml-sync/dates/").json()}
    assert shown[f"{day(1)}"] == moved["starts_at"]


def test_a_cancelled_date_is_not_moved_until_it_is_restored(send, series):
    where = f"series/ml-sync/dates/{day(1)}"
    assert send("post", f"{where}/cancelling/", reason="Away").json()["state"] == "cancelled"

    assert said(send("post", f"{where}/moving/", starts_at=at(9))) == (409, "cancelled")
    assert send("post", f"{where}/restoring/").json()["state"] == "planned"
    assert send("post", f"{where}/moving/", starts_at=at(9)).status_code == 200


def test_cancelling_needs_a_reason(send, series):
    where = f"series/ml-sync/dates/{day(1)}/cancelling/"

    assert wrong_fields(send("post", where)) == {"reason"}
    assert wrong_fields(send("post", where, reason="  ")) == {"reason"}
    assert not Meeting.objects.filter(state="cancelled").exists()


@pytest.mark.parametrize("door", ["moving", "cancelling", "restoring"])
def test_what_is_over_stays_as_it_was(send, series, door):
    now_meeting(series, starts_at=make.now() - WEEK, occurs_on=day(-1))
    sent = {"starts_at": at(3), "reason": "Late"}

    assert said(send("post", f"series/ml-sync/dates/{day(-1)}/{door}/", **sent)) == (409, "over")


@pytest.mark.parametrize("on", [day() + dt.timedelta(days=1), "2026-02-30", "9999-12-31", "0000-00-00"])
@pytest.mark.parametrize("door", ["moving", "cancelling", "restoring"])
def test_where_it_does_not_meet_there_is_nothing_to_change(send, series, on, door):
    answer = send("post", f"series/ml-sync/dates/{on}/{door}/", starts_at=at(3), reason="X")

    assert said(answer)[0] == 404
    assert not Meeting.objects.exists()


@pytest.mark.parametrize("who", CAST)
@pytest.mark.parametrize(
    ("method", "path", "sent"),
    [
        ("patch", "series/ml-sync/", {"title": "Mine"}),
        ("post", "series/ml-sync/ending/", {"on": None}),
        ("post", "series/ml-sync/dates/", {"starts_at": at(3)}),
        ("post", f"series/ml-sync/dates/{day(1)}/moving/", {"starts_at": at(9)}),
        ("post", f"series/ml-sync/dates/{day(1)}/cancelling/", {"reason": "Away"}),
        ("post", f"series/ml-sync/dates/{day(1)}/restoring/", {}),
    ],
)
def test_only_who_leads_the_group_changes_its_series_and_dates(cast, series, who, method, path, sent):
    person = cast(who)
    answer = program_of(person)(method, path, **sent)

    if who in ("admin", "chair"):
        assert 200 <= answer.status_code < 300
    else:
        assert answer.status_code == (401 if isinstance(person, AnonymousUser) else 403)
        assert (Series.objects.get().title, Meeting.objects.count()) == ("ML Sync", 0)


def test_the_chair_of_another_group_may_not(series):
    other = make.UserFactory()
    make.TermFactory(group=make.GroupFactory(), user=other, role="chair")

    assert program_of(other)("patch", "series/ml-sync/", title="Mine").status_code == 403
