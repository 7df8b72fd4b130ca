"""Chapters of a recording: who writes them, from what, and where they are shown then."""

import datetime as dt

import pytest

from hub.activity.models import Entry
from hub.meetings.models import AgendaItem
from hub.recordings.models import Segment
from tests.cast import CAST, browser_of
from tests.factories import (
    DemoFactory,
    MeetingFactory,
    PathFactory,
    RecordingFactory,
    RoadmapItemFactory,
    SegmentFactory,
    SeriesFactory,
    ServiceFactory,
    StepFactory,
    TeamFactory,
)
from tests.pages import main_of, text_of

PAGE = "/community/recordings/talk/chapters/"
API = "/api/v1/recordings/talk/chapters/"
TEXT = "0:00 Welcome\n2:05 The winner\n10:00 Questions"
JSON = {"content_type": "application/json"}


@pytest.fixture
def talk(db, group):
    meeting = MeetingFactory(series=SeriesFactory(group=group))
    return RecordingFactory(slug="talk", title="Community Session 7", seconds=1800, meeting=meeting)


def spans(recording):
    return [(row.starts_s, row.ends_s, row.title) for row in recording.segments.order_by("starts_s")]


@pytest.mark.parametrize("who", CAST)
@pytest.mark.parametrize("door", ["page", "api"])
def test_chapters_are_written_by_those_who_answer_for_it(cast, talk, who, door):
    browser, sent = browser_of(cast(who)), {"title": "The winner", "starts_s": "2:05", "ends_s": "5:00"}
    if door == "page":
        status = browser.post(PAGE, sent).status_code
        may = {"admin": 302, "chair": 302, "anonymous": 302}
        assert status == may.get(who, 403)
    else:
        status = browser.post(API, sent | {"starts_s": 125, "ends_s": 300}, **JSON).status_code
        assert status == {"admin": 201, "chair": 201, "anonymous": 401}.get(who, 403)
    done = [(125, 300, "The winner")] if who in ("admin", "chair") else []
    assert spans(talk) == done
    assert Entry.objects.filter(kind="recordings.chapters_changed").count() == len(done)


def test_presenter_of_a_demo_in_it_may_write_chapters(as_member, member, talk):
    assert as_member.get(PAGE).status_code == 403
    SegmentFactory(recording=talk, demo=DemoFactory(presenters=[member]))
    assert as_member.get(PAGE).status_code == 200


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"title": " ", "starts_s": "1:00", "ends_s": "2:00"}, "required"),
        ({"title": "x", "starts_s": "2:00", "ends_s": "2:00"}, "ends after it begins"),
        ({"title": "x", "starts_s": "31:00", "ends_s": "32:00"}, "over before"),
        ({"title": "x", "starts_s": "soon", "ends_s": "32:00"}, "Type a time"),
        ({"title": "Twin", "starts_s": "1:00", "ends_s": "3:00"}, "with this title at this second"),
        ({"title": "x", "starts_s": "1:00", "ends_s": "9" * 30}, "Type a time"),
    ],
)
def test_senseless_chapter_is_refused_and_stays_typed(as_admin, talk, sent, said):
    SegmentFactory(recording=talk, title="Twin", starts_s=60, ends_s=90)
    answer = as_admin.post(PAGE, sent)
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert talk.segments.count() == 1


def test_chapter_links_what_it_shows_and_all_of_it_links_back(as_admin, client, talk):
    mlflow = ServiceFactory(slug="mlflow", name="MLflow", version="2.9")
    team, item = TeamFactory(slug="data", name="Data"), RoadmapItemFactory(slug="wanted", title="Wanted")
    demo = DemoFactory(slug="cache", title="Our cache")
    part = SegmentFactory(recording=talk, title="The winner", starts_s=760, ends_s=940)
    step = StepFactory(path=PathFactory(slug="first-model"), segment=part)
    sent = {
        "title": "The winner", "starts_s": "12:40", "ends_s": "15:40", "demo": demo.pk, "services": [mlflow.pk],
        "teams": [team.pk], "items": [item.pk], "pages": "",
    }  # fmt: skip
    assert as_admin.post(f"{PAGE}{part.pk}/", sent).status_code == 302
    page = main_of(client.get(talk.get_absolute_url()))
    for address in ("/services/mlflow/", "/teams/data/", "/roadmap/wanted/", "/community/demos/cache/"):
        assert f'href="{address}"' in page, address
        there = client.get(address)
        assert 'href="/community/recordings/talk/?t=760"' in main_of(there), address
        assert "12:40" in text_of(there), address
        assert "Community Session 7" in text_of(there), address
    assert "MLflow 2.9" in text_of(client.get(talk.get_absolute_url())), "the version that ran then"
    assert f"{step.path.title}, step {step.position}" in text_of(client.get(talk.get_absolute_url()))
    as_admin.post(f"{PAGE}{part.pk}/", sent | {"version-mlflow": "2.8"})
    assert part.segmentservice_set.get().version == "2.8"
    talk.audience = "internal"
    talk.save()
    for address in ("/services/mlflow/", "/teams/data/", "/roadmap/wanted/", "/community/demos/cache/"):
        assert "Community Session 7" not in text_of(client.get(address)), address


def test_pages_of_the_docs_are_those_that_are_there(as_admin, talk, settings, site):
    settings.SITE_ROOT = site
    part = SegmentFactory(recording=talk, title="x", starts_s=60, ends_s=90)
    sent = {"title": "x", "starts_s": "1:00", "ends_s": "1:30"}
    for page in (
        "nowhere/",
        "../secret",
        "javascript:alert(1)",
        "services/#no-such-heading",
        "//evil.example/",
    ):
        answer = as_admin.post(f"{PAGE}{part.pk}/", sent | {"pages": page})
        assert (answer.status_code, "The docs have no page" in text_of(answer)) == (422, True), page
    assert (
        as_admin.post(f"{PAGE}{part.pk}/", sent | {"pages": "/docs/services/\n services/ \n"}).status_code
        == 302
    )
    part.refresh_from_db()
    assert part.pages == ["services/"]
    assert '<a href="/docs/services/">' in main_of(as_admin.get(talk.get_absolute_url()))


def stamped(talk, *seconds, **facts):
    talk.began_at = dt.datetime(2026, 11, 2, 10, 0, tzinfo=dt.UTC)
    talk.save()
    return [
        AgendaItem.objects.create(
            series=talk.meeting.series, meeting=talk.meeting, title=f"Point {number}",
            began_at=talk.began_at + dt.timedelta(seconds=second), **facts,
        )
        for number, second in enumerate(seconds, 1)
    ]  # fmt: skip


@pytest.mark.parametrize("door", ["page", "api"])
def test_agenda_becomes_chapters_in_one_click_and_never_twice(as_chair, talk, door):
    first, _second = stamped(talk, 30, 600)
    mlflow, team = ServiceFactory(version="3.1"), TeamFactory()
    demo = DemoFactory(slot=first, services=[mlflow], team=team)
    for _ in range(2):
        if door == "page":
            assert as_chair.post(f"{PAGE}agenda/").status_code == 302
        else:
            assert as_chair.post(f"{API}agenda/").status_code == 200
        assert spans(talk) == [(30, 600, "Point 1"), (600, 1800, "Point 2")]
    made = talk.segments.get(starts_s=30)
    assert (made.demo, list(made.services.all()), list(made.teams.all())) == (demo, [mlflow], [team])
    assert made.segmentservice_set.get().version == "3.1"
    first.began_at += dt.timedelta(seconds=15)
    first.save()
    as_chair.post(f"{PAGE}agenda/")
    assert spans(talk) == [(45, 600, "Point 1"), (600, 1800, "Point 2")], "moved, not doubled"


def test_agenda_without_stamps_or_beginning_is_refused(as_chair, talk):
    assert as_chair.post(f"{API}agenda/").json()["code"] == "no_beginning"
    stamped(talk)
    assert as_chair.post(f"{API}agenda/").json()["code"] == "no_stamps"
    talk.meeting = None
    talk.owner = talk.owner
    talk.save()
    assert as_chair.post(f"{API}agenda/").status_code == 403, "no longer of her group"


def test_beginning_is_said_once_for_all_stamps(as_chair, talk):
    assert as_chair.post(f"{PAGE}beginning/", {"began_at": "2026-11-02T10:00:30"}).status_code == 302
    talk.refresh_from_db()
    assert talk.began_at == dt.datetime(2026, 11, 2, 10, 0, 30, tzinfo=dt.UTC)
    assert as_chair.post(f"{PAGE}beginning/", {"began_at": "whenever"}).status_code == 422


@pytest.mark.parametrize("door", ["page", "api"])
def test_text_becomes_chapters_and_keeps_what_is_linked(as_admin, talk, door):
    SegmentFactory(recording=talk, title="Old name", starts_s=125, ends_s=130, demo=DemoFactory())
    SegmentFactory(recording=talk, title="Unlinked", starts_s=300, ends_s=310)
    SegmentFactory(recording=talk, title="Linked", starts_s=400, ends_s=410, pages=["services/"])
    if door == "page":
        assert as_admin.post(f"{PAGE}text/", {"text": TEXT}).status_code == 302
    else:
        assert as_admin.put(f"{API}text/", {"text": TEXT}, **JSON).status_code == 200
    assert spans(talk) == [
        (0, 125, "Welcome"), (125, 600, "The winner"), (400, 410, "Linked"), (600, 1800, "Questions"),
    ]  # fmt: skip
    assert talk.segments.get(starts_s=125).demo is not None


def test_text_that_breaks_a_rule_changes_nothing_and_stays_typed(as_admin, talk):
    SegmentFactory(recording=talk, title="Kept", starts_s=0, ends_s=10)
    answer = as_admin.post(f"{PAGE}text/", {"text": "0:00 One\n0:03 Two\n1:00 Three"})
    assert answer.status_code == 422
    assert "Line 2 (0:03 Two)" in text_of(answer)
    assert "0:03 Two\n1:00 Three" in answer.content.decode()
    assert spans(talk) == [(0, 10, "Kept")]
    refused = as_admin.put(f"{API}text/", {"text": "0:00 One"}, **JSON)
    assert (refused.status_code, "at least 3" in str(refused.json())) == (400, True)


def test_chapter_is_removed_and_its_step_stays(as_admin, talk):
    part = SegmentFactory(recording=talk)
    step = StepFactory(segment=part)
    assert as_admin.post(f"{PAGE}{part.pk}/removal/").status_code == 302
    step.refresh_from_db()
    assert step.segment is None
    other = SegmentFactory()
    assert as_admin.post(f"{PAGE}{other.pk}/removal/").status_code == 404, "of another recording"
    assert Segment.objects.get() == other


def test_program_reads_changes_and_removes_a_chapter(as_admin, client, talk):
    ServiceFactory(slug="mlflow", version="2.9")
    made = as_admin.post(
        API, {"title": "x", "starts_s": 5, "ends_s": 9, "services": ["mlflow"]}, **JSON
    ).json()
    assert made["services"] == [{"service": "mlflow", "version": "2.9"}]
    changed = as_admin.patch(f"{API}{made['id']}/", {"title": "y"}, **JSON)
    assert (changed.status_code, changed.json()["title"], len(changed.json()["services"])) == (200, "y", 1)
    assert [row["title"] for row in client.get(API).json()] == ["y"]
    assert client.delete(f"{API}{made['id']}/").status_code == 401
    assert as_admin.delete(f"{API}{made['id']}/").status_code == 204
    assert client.get(API).json() == []


def test_group_recording_leaves_no_trace_in_the_feed(as_admin, talk, group):
    talk.audience, talk.group = "group", group
    talk.save()
    as_admin.post(PAGE, {"title": "x", "starts_s": "1:00", "ends_s": "2:00"})
    assert talk.segments.exists()
    assert not Entry.objects.exists()
