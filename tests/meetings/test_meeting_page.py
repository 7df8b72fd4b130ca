"""The page of one meeting: what everybody reads, what only some see, and that it stays quick."""

import datetime as dt

import pytest

from hub.meetings.models import Attendance, Meeting
from tests import factories as make
from tests.meetings.on_day import address, day, now_meeting, points, weekly
from tests.pages import MOST_QUERIES, links_of, main_of, queries_of, text_of

pytestmark = pytest.mark.django_db


def test_anonymous_reads_a_date_that_only_the_rule_knows_and_nothing_is_written(client):
    series = weekly(url="https://meet.example.org/x")

    response = client.get(address(series, day(2)))

    assert response.status_code == 200
    assert "10:00 to 11:00" in text_of(response)
    assert "Europe/Madrid" in text_of(response)
    assert {address(series, day(1)), address(series, day(3)), "https://meet.example.org/x"} <= set(
        links_of(response)
    )
    assert not Meeting.objects.exists()


@pytest.mark.parametrize(
    "on", ["2026-02-30", "2026-13-01", "0000-00-00", "9999-12-31", "1969-01-01", "today"]
)
def test_a_day_on_which_it_does_not_meet_is_404(client, on):
    weekly()

    assert client.get(f"/community/meetings/ml-sync/{on}/").status_code == 404


def test_a_day_between_the_dates_is_404(client):
    assert client.get(address(weekly(), day() + dt.timedelta(days=1))).status_code == 404


def test_anonymous_reads_the_agenda_with_its_time_against_the_meeting(client, member):
    meeting = now_meeting(weekly())
    points(meeting, "First", minutes=50, presenter=member)
    points(meeting, "Second", minutes=25, text="Read **this**.")

    text = text_of(client.get(meeting.get_absolute_url()))

    assert "75 of 60 minutes planned" in text
    assert "15 minutes longer than the meeting" in text
    assert "Mateo Member" in text
    assert "Read this" in text


def test_an_agenda_that_fits_says_nothing_of_it(client):
    meeting = now_meeting(weekly())
    points(meeting, "First", minutes=60)

    assert "does not fit" not in text_of(client.get(meeting.get_absolute_url()))


def test_anonymous_finds_demos_recordings_minutes_and_the_sync(client):
    series = weekly(kind="sync")
    meeting = make.MeetingFactory(series=series, notes="We **agreed**.")
    demo, recording = make.DemoFactory(meeting=meeting), make.RecordingFactory(meeting=meeting)

    response = client.get(meeting.get_absolute_url())

    wanted = {demo.get_absolute_url(), recording.get_absolute_url(), f"/roadmap/sync/ml-sync/{meeting.day}/"}
    assert wanted <= set(links_of(response))
    assert "We agreed" in text_of(response)


@pytest.mark.parametrize(("who", "sees"), [("anonymous", False), ("outsider", True)])
def test_internal_things_of_a_meeting_are_for_people_who_are_signed_in(who, sees, cast):
    meeting = make.MeetingFactory()
    recording = make.RecordingFactory(meeting=meeting, audience="internal")
    demo = make.DemoFactory(meeting=meeting, state="proposed")

    links = links_of(cast(f"as_{who}").get(meeting.get_absolute_url()))

    assert [row.get_absolute_url() in links for row in (recording, demo)] == [sees, sees]


@pytest.mark.parametrize(("who", "sees"), [("anonymous", False), ("outsider", True)])
def test_who_comes_is_for_people_who_are_signed_in(who, sees, cast, member):
    meeting = now_meeting(weekly())
    Attendance.objects.create(meeting=meeting, user=member, answer="yes")

    text = text_of(cast(f"as_{who}").get(meeting.get_absolute_url()))

    assert ("Mateo Member" in text) is sees
    assert ("Comes 1" in text) is sees


def test_a_cancelled_date_says_why_and_offers_nothing_to_do(as_chair, group):
    meeting = now_meeting(weekly(group), state="cancelled", reason="Holiday.")
    points(meeting, "Left")

    response = as_chair.get(meeting.get_absolute_url())

    assert "This date was cancelled. Holiday." in text_of(response)
    assert "Begin the meeting" not in text_of(response)
    assert 'name="to" value="next"' in main_of(response)


def test_neighbours_leave_out_what_was_cancelled(client):
    series = weekly()
    start = make.now().replace(hour=9, minute=0, second=0, microsecond=0)
    for weeks, state in ((1, "planned"), (2, "cancelled"), (3, "planned")):
        make.MeetingFactory(
            series=series, starts_at=start + dt.timedelta(weeks=weeks), occurs_on=day(weeks), state=state
        )

    links = links_of(client.get(address(series, day(1))))

    assert address(series, day(3)) in links
    assert address(series, day(2)) not in links


def test_texts_of_people_are_harmless(client):
    meeting = make.MeetingFactory(notes="<script>alert(1)</script> [x](javascript:alert(1))")
    points(meeting, "<b>Bold</b>", text="<img src=x onerror=alert(1)>")

    html = main_of(client.get(meeting.get_absolute_url()))

    assert "<script>alert" not in html
    assert "javascript:alert" not in html
    assert "<b>Bold</b>" not in html
    assert "onerror" not in html


@pytest.mark.parametrize("rows", [1, 30])
def test_the_page_costs_the_same_with_many_rows(as_chair, group, rows, member):
    series = weekly(group)
    meeting = now_meeting(series)
    before = make.MeetingFactory(series=series, starts_at=make.now(days=-21))
    for number in range(rows):
        old = points(before, f"Old {number}", outcome="carried")[0]
        points(meeting, f"Point {number}", carried_from=old, presenter=make.UserFactory())
        points(None, f"Waiting {number}", series=series, presenter=make.UserFactory())
        Attendance.objects.create(meeting=meeting, user=make.UserFactory(), answer="yes")
        make.DemoFactory(meeting=meeting, presenters=[make.UserFactory()])

    assert queries_of(as_chair, meeting.get_absolute_url()) <= MOST_QUERIES


@pytest.mark.parametrize(
    ("who", "may"), [("admin", True), ("chair", True), ("member", False), ("outsider", False)]
)
def test_who_leads_the_group_moves_and_cancels_the_date_from_its_page(cast, group, who, may):
    series = weekly(group)
    doors = {address(series, day(1), tail) for tail in ("moving/", "cancelling/")}
    browser = cast(f"as_{who}")

    assert (doors <= set(links_of(browser.get(address(series, day(1)))))) is may
    for door in doors:
        assert browser.get(door).status_code == (200 if may else 403)


def test_cancelled_from_its_page_it_says_so_and_is_taken_back_there(as_chair, client, group):
    here = address(weekly(group), day(1))

    page = as_chair.post(f"{here}cancelling/", {"reason": "Everybody is away"}, follow=True)
    assert page.redirect_chain[-1][0] == here
    assert "This date was cancelled. Everybody is away" in text_of(page)
    assert f'action="{here}restoring/"' in page.content.decode()
    assert f'action="{here}restoring/"' not in client.get(here).content.decode()
    page = as_chair.post(f"{here}restoring/", follow=True)
    assert page.redirect_chain[-1][0] == here
    assert "cancelled" not in main_of(page)


def test_moved_from_its_page_it_keeps_its_address_and_says_from_where(as_chair, group):
    here = address(weekly(group), day(1))
    sent = {"on": f"{day(1) + dt.timedelta(days=1)}", "at": "12:00", "minutes": 60, "reason": "A holiday"}

    page = as_chair.post(f"{here}moving/", sent, follow=True)

    assert page.redirect_chain[-1][0] == here
    assert f"This date was moved from {day(1):%A %-d %B}. A holiday" in text_of(page)


@pytest.mark.parametrize("facts", [{"starts_at": make.now(days=-7)}, {"began_at": make.now()}])
def test_what_is_over_or_begun_is_not_moved_from_its_page(as_chair, group, facts):
    meeting = now_meeting(weekly(group), **facts)

    assert "moving/" not in as_chair.get(meeting.get_absolute_url()).content.decode()


@pytest.mark.parametrize(("who", "sees"), [("anonymous", False), ("outsider", True)])
def test_people_who_are_signed_in_add_what_was_recorded(who, sees, cast):
    meeting = make.MeetingFactory()

    links = links_of(cast(f"as_{who}").get(meeting.get_absolute_url()))

    assert (f"/community/recordings/new/?meeting={meeting.pk}" in links) is sees


def test_a_date_ahead_offers_no_recording_of_it(as_outsider):
    meeting = make.MeetingFactory(starts_at=make.now(days=3))

    assert "Add a recording" not in text_of(as_outsider.get(meeting.get_absolute_url()))


def test_who_leads_it_while_it_goes_on_has_one_primary_action(as_chair, group):
    meeting = now_meeting(weekly(group, url="https://meet.example.org/x"))
    points(meeting, "First")

    html = main_of(as_chair.get(meeting.get_absolute_url()))

    assert "Begin the meeting" in html
    assert html.count('class="button primary"') == 1
