"""The addresses of calendars: what is in which, who may read it, and what is not sent twice."""

import datetime as dt

import pytest
from django.utils import timezone

from hub.meetings import actions
from hub.meetings.agenda import upcoming
from hub.meetings.models import Attendance, CalendarKey, Series
from tests import factories as make
from tests.meetings import calendar_reading as reading
from tests.pages import main_of, text_of

pytestmark = pytest.mark.django_db
CALENDARS = "/community/meetings/calendars/"
YEAR = dt.timedelta(days=365)


def titles(client, address):
    """What a calendar shows in the coming year."""
    answer = client.get(address)
    now = timezone.now()
    assert answer["Content-Type"].startswith("text/calendar")
    return {title for _, title in reading.shown(answer.content, now, now + YEAR)}


@pytest.fixture
def three(group):
    make.SeriesFactory(weekly=True, title="Ours", slug="ours", group=group)
    make.SeriesFactory(weekly=True, title="Theirs", slug="theirs", group=make.GroupFactory(slug="sig-x"))
    make.SeriesFactory(weekly=True, title="Followed", slug="followed")


def test_anybody_reads_all_one_series_or_a_group(client, three):
    assert titles(client, f"{CALENDARS}all.ics") == {"Ours", "Theirs", "Followed"}
    assert titles(client, f"{CALENDARS}series/ours.ics") == {"Ours"}
    assert titles(client, f"{CALENDARS}groups/sig-x.ics") == {"Theirs"}
    assert client.get(f"{CALENDARS}series/none.ics").status_code == 404


def own_address(client):
    client.post(f"{CALENDARS}key/")
    return client.get(CALENDARS).context["address"].removeprefix("http://").partition("/")[2]


def test_member_has_a_calendar_of_groups_follows_and_dates_of_their_own(as_member, member, client, three):
    make.FollowFactory(user=member, subject=Series.objects.get(slug="followed"))
    coming = make.MeetingFactory(series__title="Guest day", starts_at=make.now(days=3))
    shown = make.MeetingFactory(series__title="Show", starts_at=make.now(days=4))
    Attendance.objects.create(meeting=coming, user=member, answer="yes")
    Attendance.objects.create(
        meeting=make.MeetingFactory(starts_at=make.now(days=5)), user=member, answer="no"
    )
    make.DemoFactory(meeting=shown, presenters=[member], state="scheduled")

    assert titles(client, f"/{own_address(as_member)}") == {"Ours", "Followed", "Guest day", "Show"}


def test_the_address_is_told_once_and_only_its_hash_is_kept(as_member):
    address = own_address(as_member)
    key = address.rpartition("/")[2].removesuffix(".ics")

    assert key not in CalendarKey.objects.get().hashed
    assert key not in main_of(as_member.get(CALENDARS))


def test_another_address_closes_the_one_before_and_removing_closes_all(as_member, client):
    first, second = own_address(as_member), own_address(as_member)
    assert (client.get(f"/{first}").status_code, client.get(f"/{second}").status_code) == (404, 200)

    as_member.post(f"{CALENDARS}key/removal/")

    assert client.get(f"/{second}").status_code == 404


def test_the_calendar_of_somebody_who_left_is_closed(as_member, member, client):
    address = own_address(as_member)
    member.is_active = False
    member.save()

    assert client.get(f"/{address}").status_code == 404


def test_what_did_not_change_is_not_sent_again(client, three, admin):
    first = client.get(f"{CALENDARS}all.ics")
    again = client.get(f"{CALENDARS}all.ics", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(f"{CALENDARS}all.ics").content == first.content

    series = Series.objects.get(slug="ours")
    day = upcoming(Series.objects.filter(pk=series.pk), None, timezone.now())[1].day
    actions.cancel_date(series, by=admin, day=day, reason="Off")

    changed = client.get(f"{CALENDARS}all.ics", headers={"if-none-match": first["ETag"]})
    assert (changed.status_code, b"STATUS:CANCELLED" in changed.content) == (200, True)


def test_more_series_and_years_take_no_more_queries(client, queries):
    def fill(rows):
        for _ in range(rows):
            series = make.SeriesFactory(weekly=True, first_on=make.today(-700))
            for week in (1, 2):
                starts = make.now(days=-7 * week, hours=3)
                make.MeetingFactory(series=series, starts_at=starts, occurs_on=starts.date())

    fill(1)
    few = queries(lambda: client.get(f"{CALENDARS}all.ics"))
    fill(15)

    assert queries(lambda: client.get(f"{CALENDARS}all.ics")) == few <= 3


def test_visitor_learns_how_to_have_a_calendar(client, three):
    page = client.get(CALENDARS)

    assert "Sign in to make yours" in text_of(page)
    assert "webcal://" in main_of(page)
    assert "webcal://" in main_of(client.get("/community/meetings/ours/"))
