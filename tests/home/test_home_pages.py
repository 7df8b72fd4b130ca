"""The front door for visitors, today's page for people who are signed in, the overview of the community."""

import pytest

from hub.demos.models import Demo
from hub.recordings.models import SignOff
from hub.roadmap.models import RoadmapItem
from tests import factories as make
from tests.pages import links_of, main_of, text_of

pytestmark = pytest.mark.django_db


def test_a_visitor_sees_what_this_is_and_where_to_begin(client):
    path = make.PathFactory(persona="Analyst")

    response = client.get("/")

    assert "The ML platform, and the people who build on it" in text_of(response)
    assert path.get_absolute_url() in links_of(response)
    assert "Analyst" in text_of(response)


def test_a_visitor_sees_what_the_community_did_last_month(client):
    meeting = make.MeetingFactory()
    make.DemoFactory(meeting=meeting)
    make.MeetingFactory(starts_at=make.now(days=-60))
    make.RecordingFactory(recorded_on=make.today(-5))
    make.RecordingFactory(recorded_on=make.today(-5), audience="internal")

    numbers = {number.noun: number.value for number in client.get("/").context["numbers"]}

    assert numbers == {"meetings held": 1, "demos given": 1, "recordings made": 1}


def test_a_quiet_month_shows_what_was_done_so_far(client):
    make.GroupFactory()

    response = client.get("/")

    assert "What the community has done so far" in text_of(response)


def test_a_speaker_is_shown_the_recordings_that_wait_for_their_word(as_member, as_outsider, member, queries):
    draft = make.RecordingFactory(slug="draft", title="A secret draft", state="draft")
    answered = make.RecordingFactory(slug="answered", title="An answered draft", state="draft")
    out = make.RecordingFactory(slug="out", title="A published one")
    for recording, agrees in ((draft, None), (answered, True), (out, None)):
        SignOff.objects.create(recording=recording, user=member, agrees=agrees)

    page = as_member.get("/")

    assert page.context["waiting"]["asked"] == [draft]
    assert list(page.context["recordings"]) == [out]
    assert "Your word is missing" in text_of(page)
    assert "/community/recordings/draft/sign-off/" in links_of(page)
    assert as_member.get("/community/recordings/draft/sign-off/").status_code == 200
    assert "A secret draft" not in text_of(as_outsider.get("/"))
    once = queries(lambda: as_member.get("/"))
    for _ in range(4):
        SignOff.objects.create(recording=make.RecordingFactory(state="draft"), user=member)
    assert queries(lambda: as_member.get("/")) == once <= 15
    SignOff.objects.filter(recording=draft).update(agrees=False)
    assert "A secret draft" not in text_of(as_member.get("/"))


def test_a_date_that_nobody_wrote_down_leads_to_its_own_page(client):
    series = make.SeriesFactory(weekly=True, slug="ml-sync")

    ahead = [link for link in links_of(client.get("/")) if link.startswith(series.get_absolute_url())]

    assert f"{series.get_absolute_url()}{make.today(7)}/" in ahead
    assert all(client.get(link).status_code == 200 for link in ahead)
    assert not series.meetings.exists()


def test_a_member_sees_what_waits_for_them_and_not_for_others(as_member, member, outsider):
    note = make.NotificationFactory(user=member)
    mine = make.RoadmapItemFactory(proposed_by=member)
    held = make.RoadmapItemFactory(owner=member)
    demo = make.DemoFactory(presenters=[member], state=Demo.State.SCHEDULED)
    done = make.RoadmapItemFactory(proposed_by=member, state=RoadmapItem.State.SHIPPED)
    read = make.NotificationFactory(user=member, read_at=make.now())
    theirs = make.RoadmapItemFactory(proposed_by=outsider)

    waiting = as_member.get("/").context["waiting"]

    assert waiting["unread"] == [note.entry]
    assert set(waiting["items"]) == {mine, held}
    assert list(waiting["demos"]) == [demo]
    assert {done, theirs}.isdisjoint(waiting["items"])
    assert read.entry not in waiting["unread"]


@pytest.mark.parametrize(("who", "count"), [("chair", 1), ("member", 0), ("outsider", 0)])
def test_only_a_lead_is_asked_to_look_at_a_conclusion_again(who, count, cast, group):
    make.ConclusionFactory(group=group, review_on=make.today(-1))
    make.ConclusionFactory(group=group, review_on=make.today(30))

    assert len(cast(f"as_{who}").get("/").context["waiting"]["reviews"]) == count


def test_somebody_for_whom_nothing_waits_is_shown_where_to_go(as_outsider):
    assert "Nothing waits for you" in text_of(as_outsider.get("/"))


def test_what_moved_on_the_roadmap_is_shown_newest_first_and_internal_only_inside(client, as_member):
    old = make.EntryFactory(created_at=make.now(hours=-2))
    internal = make.EntryFactory(public=False)
    make.EntryFactory(kind="status.flipped")

    assert list(client.get("/").context["moved"]) == [old]
    assert list(as_member.get("/").context["moved"]) == [internal, old]


def test_before_anything_moved_here_the_last_changed_items_are_shown(client):
    old = make.RoadmapItemFactory(proposed_on=make.today(-200), updated_on=make.today(-90))
    new = make.RoadmapItemFactory(proposed_on=make.today(-300), updated_on=make.today(-3))
    page = client.get("/").content.decode()
    assert page.index(new.title) < page.index(old.title)


def test_next_meetings_and_newest_recordings_are_shown(client):
    make.SeriesFactory(weekly=True, title="ML Sync")
    recording = make.RecordingFactory()

    response = client.get("/")

    assert "ML Sync" in text_of(response)
    assert recording.get_absolute_url() in links_of(response)


def test_each_number_of_the_community_is_the_length_of_its_list(client):
    make.DemoFactory(tools=["MLflow", "Katib"])
    make.DemoFactory(tools=["MLflow"], state=Demo.State.PROPOSED)
    make.RecordingFactory(speakers=["Ada", "Bo"], seconds=5400)
    make.RecordingFactory(speakers=["Ada"], seconds=3600)
    make.RecordingFactory(speakers=["Secret"], seconds=36_000, audience="internal")
    make.TeamFactory()

    numbers = {
        number.noun: (number.value, number.url) for number in client.get("/community/").context["numbers"]
    }

    assert {noun: value for noun, (value, _) in numbers.items()} == {
        "demos": 1, "tools shown": 2, "teams": 1, "groups": 0, "speakers": 2, "hours to watch": 2,
    }  # fmt: skip
    for noun in ("tools shown", "teams", "groups", "speakers"):
        value, url = numbers[noun]
        assert client.get(url).context["page"].paginator.count == value


def test_speakers_and_tools_lead_to_what_they_showed(client):
    make.RecordingFactory(speakers=["Ada & Bo"])
    make.DemoFactory(tools=["scikit-learn 1.0"])

    assert "/community/recordings/?speaker=Ada%20%26%20Bo" in links_of(client.get("/community/speakers/"))
    assert "/community/demos/?tool=scikit-learn%201.0" in links_of(client.get("/community/tools/"))


@pytest.mark.parametrize("url", ["/", "/community/", "/community/speakers/", "/community/tools/"])
def test_an_empty_hub_teaches(client, url):
    assert 'class="empty"' in main_of(client.get(url))


def test_each_number_of_the_month_opens_a_list_as_long(client):
    meeting = make.MeetingFactory()
    for age in (5, 60):
        make.DemoFactory(meeting=meeting if age == 5 else make.MeetingFactory(starts_at=make.now(days=-age)))
        make.RecordingFactory(recorded_on=make.today(-age))
        make.RoadmapItemFactory(proposed_on=make.today(-age), state=RoadmapItem.State.SHIPPED)

    numbers = client.get("/").context["numbers"]

    assert len(numbers) == 4
    for number in numbers:
        assert client.get(number.url).context["page"].paginator.count == number.value == 1, number.noun
