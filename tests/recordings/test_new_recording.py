"""The form of a new recording: what a meeting or demo says already, what is refused, and what stays in it."""

import datetime as dt

import pytest

from hub.activity.models import Entry
from hub.recordings.models import Recording
from tests.factories import DemoFactory, GroupFactory, MeetingFactory, RecordingFactory, SeriesFactory, today

DOOR = "/community/recordings/new/"
SAID = {"title": "Community Session 7", "audience": "internal"}


@pytest.fixture
def meeting(db):
    return MeetingFactory(series=SeriesFactory(title="ML Sync"))


def page(browser, address: str = DOOR) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_member_begins_a_recording_and_comes_to_its_file(as_member, member, meeting):
    answer = as_member.post(DOOR, {**SAID, "meeting": meeting.pk})

    made = Recording.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/community/recordings/{made.slug}/file/")
    assert (made.title, made.slug, made.state, made.owner) == (
        "Community Session 7", "community-session-7", "draft", member,
    )  # fmt: skip
    assert (made.meeting, made.recorded_on, made.event) == (meeting, meeting.day, "ML Sync")
    assert (made.audience, made.group) == ("internal", None)
    assert as_member.get(answer["Location"]).status_code == 200
    assert Entry.objects.get(kind="recordings.recording_begun").public is False


def test_day_that_was_typed_counts_more_than_that_of_the_meeting(as_member, meeting):
    as_member.post(DOOR, {**SAID, "meeting": meeting.pk, "recorded_on": "2026-01-05"})

    assert Recording.objects.get().recorded_on == dt.date(2026, 1, 5)


def test_same_title_twice_makes_two_recordings(as_member):
    for _ in range(2):
        as_member.post(DOOR, SAID)

    assert set(Recording.objects.values_list("slug", flat=True)) == {
        "community-session-7", "community-session-7-2",
    }  # fmt: skip


@pytest.mark.parametrize("title", ["New", "Uploads", "Key", "Feed", "Embed"])
def test_title_that_is_an_address_already_gets_another(as_member, title):
    answer = as_member.post(DOOR, {**SAID, "title": title})

    assert Recording.objects.get().slug == f"{title.lower()}-2"
    assert as_member.get(answer["Location"]).status_code == 200


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"title": ""}, "This field is required."),
        ({"title": "   "}, "This field is required."),
        ({"title": "x" * 501}, "at most 500 characters"),
        ({"title": "a\0b"}, "Null characters are not allowed."),
        ({"recorded_on": "soon"}, "Enter a valid date."),
        ({"recorded_on": str(today(30))}, "This day is still to come."),
        ({"audience": "martians"}, "martians is not one of the available choices."),
        ({"audience": "group"}, "Say which group it is for."),
        ({"meeting": "999999999"}, "Select a valid choice."),
        ({"meeting": "x"}, "Select a valid choice."),
    ],
)
def test_what_makes_no_sense_is_refused_and_what_was_typed_stays(as_member, meeting, change, words):
    typed = {**SAID, "title": "Kept words", "recorded_on": "2026-01-05", "meeting": meeting.pk, **change}
    answer = as_member.post(DOOR, typed)

    assert answer.status_code == 422
    shown = answer.content.decode()
    assert words in shown
    assert "Kept words" in shown or "title" in change
    assert 'value="2026-01-05"' in shown or "recorded_on" in change
    assert not Recording.objects.exists()


def test_member_shows_it_to_a_group_of_theirs_and_to_no_other(as_member, group):
    other = GroupFactory(name="SIG Serving")
    said = {**SAID, "audience": "group"}

    assert as_member.post(DOOR, {**said, "group": other.pk}).status_code == 422
    assert not Recording.objects.exists()
    assert as_member.post(DOOR, {**said, "group": group.pk}).status_code == 302
    assert Recording.objects.get().group == group
    shown = page(as_member)
    assert (group.name in shown, other.name in shown) == (True, False)


def test_admin_shows_it_to_any_group(as_admin, group):
    assert as_admin.post(DOOR, {**SAID, "audience": "group", "group": group.pk}).status_code == 302


def test_group_is_forgotten_when_it_is_for_others_too(as_member, group):
    as_member.post(DOOR, {**SAID, "audience": "public", "group": group.pk})

    assert (Recording.objects.get().audience, Recording.objects.get().group) == ("public", None)


def test_form_begins_with_what_a_meeting_says(as_member, meeting):
    shown = page(as_member, f"{DOOR}?meeting={meeting.pk}")

    assert f'value="{meeting.day}"' in shown
    assert f'<option value="{meeting.pk}" selected>' in shown


def test_form_begins_with_what_a_demo_says(as_member, meeting):
    demo = DemoFactory(slug="shown", title="Feast in five minutes", meeting=meeting)
    shown = page(as_member, f"{DOOR}?demo={demo.slug}")

    assert 'value="Feast in five minutes"' in shown
    assert f'<option value="{meeting.pk}" selected>' in shown


@pytest.mark.parametrize(
    "asked", ["meeting=x", "meeting=99999999999999999999", "meeting=-1", "meeting=%E0%A5%AB", "demo=nothing",
              "demo=%00", "demo=" + "x" * 3000],
)  # fmt: skip
def test_form_begins_empty_with_what_is_not_there(as_member, asked):
    assert "Add a recording" in page(as_member, f"{DOOR}?{asked}")


def test_title_of_a_demo_that_one_may_not_see_is_not_told(as_outsider, member):
    demo = DemoFactory(title="Whisper of a merger", state="withdrawn", presenters=[member])

    assert "Whisper" not in page(as_outsider, f"{DOOR}?demo={demo.slug}")


def test_visitor_signs_in_first(client, db):
    for answer in (client.get(DOOR), client.post(DOOR, SAID)):
        assert (answer.status_code, answer["Location"].startswith("/sign-in/")) == (302, True)
    assert not Recording.objects.exists()


def test_list_of_meetings_costs_the_same_at_any_length(as_member, queries):
    series = SeriesFactory()
    RecordingFactory()
    MeetingFactory(series=series)
    few = queries(lambda: page(as_member))
    for _ in range(20):
        MeetingFactory(series=series)

    assert queries(lambda: page(as_member)) == few <= 15
