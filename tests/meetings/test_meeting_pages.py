"""The lists of meetings and the page of a series."""

import pytest

from tests import factories as make
from tests.pages import links_of, main_of, text_of

pytestmark = pytest.mark.django_db


def test_anonymous_sees_the_next_dates_of_all_series(client):
    make.SeriesFactory(weekly=True, title="ML Sync", slug="ml-sync", url="https://meet.example.org/sync")
    make.MeetingFactory(series__title="One-off", starts_at=make.now(days=3))
    make.MeetingFactory(series__title="Long ago")
    make.MeetingFactory(series__title="Far ahead", starts_at=make.now(days=90))

    response = client.get("/community/meetings/")

    assert sorted({date.title for date in response.context["page"]}) == ["ML Sync", "One-off"]
    assert "https://meet.example.org/sync" in links_of(response)


def test_anonymous_sees_past_meetings_latest_first(client):
    old = make.MeetingFactory(title="Old", starts_at=make.now(days=-30))
    new = make.MeetingFactory(title="New", starts_at=make.now(days=-3))
    make.MeetingFactory(title="Next", starts_at=make.now(days=3))

    assert list(client.get("/community/meetings/?show=past").context["page"]) == [new, old]


@pytest.mark.parametrize("show", ["", "past", "series"])
def test_anonymous_filters_by_group_and_kind_and_stays_in_the_list(client, show):
    ours = make.SeriesFactory(weekly=True, group=make.GroupFactory(slug="sig-x"), kind="sync")
    theirs = make.SeriesFactory(weekly=True, group=make.GroupFactory(slug="sig-y"), kind="group")
    for series in (ours, theirs):
        make.MeetingFactory(series=series)

    response = client.get("/community/meetings/", {"show": show, "group": "sig-x"})
    other = client.get("/community/meetings/", {"show": show, "kind": "group"})

    assert {getattr(row, "series", row) for row in response.context["page"]} == {ours}
    assert {getattr(row, "series", row) for row in other.context["page"]} == {theirs}
    assert (f'name="show" value="{show}"' in main_of(response)) is bool(show)


@pytest.mark.parametrize("query", ["show=nonsense", "group=nobody", "group=%00", "kind=%00&page=-1"])
def test_odd_filters_show_the_usual_list(client, query):
    assert client.get(f"/community/meetings/?{query}").status_code == 200


def test_anonymous_reads_what_was_said_and_shown_on_each_date(client):
    series = make.SeriesFactory(slug="ml-sync")
    meeting = make.MeetingFactory(series=series, notes="We **agreed** to wait.")
    demo, recording = make.DemoFactory(meeting=meeting), make.RecordingFactory(meeting=meeting)

    response = client.get("/community/meetings/ml-sync/")

    assert f'id="{meeting.starts_at:%Y-%m-%d}"' in main_of(response)
    assert "We agreed to wait" in text_of(response)
    assert {demo.get_absolute_url(), recording.get_absolute_url()} <= set(links_of(response))


@pytest.mark.parametrize(("who", "sees"), [("anonymous", False), ("member", True)])
def test_internal_recordings_of_a_meeting_are_for_people_who_are_signed_in(who, sees, cast):
    recording = make.RecordingFactory(meeting=make.MeetingFactory(), audience="internal")

    links = links_of(cast(f"as_{who}").get(recording.meeting.series.get_absolute_url()))

    assert (recording.get_absolute_url() in links) is sees


def test_a_series_whose_rule_cannot_be_read_says_in_words_when_it_meets(client):
    make.SeriesFactory(slug="odd", rrule="EVERY=BLUE MOON", cadence="Every blue moon", time="10:00")

    assert "what people wrote: Every blue moon" in text_of(client.get("/community/meetings/odd/"))
    assert client.get("/community/meetings/").status_code == 200


def test_a_series_that_is_not_there_is_404(client):
    assert client.get("/community/meetings/nothing/").status_code == 404
