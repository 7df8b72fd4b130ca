"""Whom a recording is meant for holds at every door: pages, API, search and its counts, numbers, docs, files."""

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from hub.goldenpath.pages import recordings as recording_pages
from hub.goldenpath.pages import services as service_pages
from hub.home import numbers
from hub.recordings.actions import publish_recording, set_audience, take_back_recording
from hub.recordings.models import Passage, Recording, Segment, TimedNote, Track
from hub.search.hits import Hits
from tests.cast import CAST, browser_of
from tests.factories import (
    DemoFactory,
    EntryFactory,
    GroupFactory,
    MeetingFactory,
    PathFactory,
    RecordingFactory,
    RoadmapItemFactory,
    SegmentFactory,
    ServiceFactory,
    StepFactory,
    TermFactory,
    today,
)

WORD = "Zinnobergruen"
HUB = f"{settings.BASE_URL}/community/recordings/"
SEES = {"group": ("admin", "chair", "member"), "draft": ("admin", "chair")}


@pytest.fixture(params=["group", "draft"])
def kind(request):
    return request.param


@pytest.fixture
def hidden(kind, group, chair, settings, tmp_path):
    """A recording for a group, or a draft of its chair's, linked to everything that everybody may see."""
    settings.MEDIA_ROOT = tmp_path
    facts = {"audience": "group", "group": group} if kind == "group" else {"state": "draft", "owner": chair}
    meeting = MeetingFactory()
    row = RecordingFactory(
        slug="hidden-one", title=f"{WORD} talk", speakers=[f"{WORD} speaker", "Ada"], event=f"{WORD} event",
        tags=[WORD], description=f"About {WORD}", seconds=36_000, meeting=meeting, recorded_on=today(-3), **facts,
    )  # fmt: skip
    RecordingFactory(slug="open-one", title="Open talk", speakers=["Ada"], event="Open")
    service, demo = ServiceFactory(slug="mlflow", name="MLflow"), DemoFactory(slug="shown", meeting=meeting)
    demo.services.add(service)
    segment = SegmentFactory(recording=row, demo=demo, title=f"{WORD} part")
    segment.segmentservice_set.create(service=service)
    RoadmapItemFactory(slug="wanted").segments.add(segment)
    StepFactory(path=PathFactory(slug="first-model"), segment=segment)
    track = Track.objects.create(recording=row)
    Passage.objects.create(recording=row, track=track, starts_ms=0, ends_ms=9000, text=f"We speak of {WORD}")
    TimedNote.objects.create(recording=row, user=chair, at_s=5, text=f"{WORD} note", shared=True)
    EntryFactory(subject=row, kind="recordings.recording_kept", public=False, summary=f"keeps {WORD}")
    default_storage.save("recordings/hidden-one.mp4", ContentFile(b"film"))
    sound = default_storage.save("recordings/hidden-one.m4a", ContentFile(b"sound"))
    row.files.create(kind="audio", name=sound, content_type="audio/mp4", bytes=5)
    return row


DOORS = (
    "/", "/community/", "/community/speakers/", "/community/recordings/", "/community/recordings/?q=Zinnobergruen",
    "/community/recordings/?speaker=Ada", "/community/recordings/?state=draft", "/community/recordings/open-one/",
    "/community/demos/", "/community/demos/shown/", "/community/meetings/", "/community/meetings/?show=past",
    "/services/mlflow/", "/roadmap/wanted/", "/search/?q=Zinnobergruen", "/search/?q=Zinnobergruen&kind=recording",
    "/activity/", "/activity/feed.atom", "/api/v1/recordings/", "/api/v1/recordings/?state=draft", "/api/v1/demos/",
    "/api/v1/demos/shown/", "/api/v1/paths/", "/api/v1/paths/first-model/", "/api/v1/meetings/",
    "/api/v1/services/mlflow/",
    "/api/v1/roadmap/wanted/", "/api/v1/entries/",
    "/community/recordings/feed.atom", "/community/recordings/podcast.xml",
    f"/community/recordings/oembed.json?url={HUB}open-one/", f"/community/recordings/oembed.xml?url={HUB}open-one/",
)  # fmt: skip


@pytest.mark.parametrize("role", CAST)
def test_whom_it_is_not_meant_for_finds_no_trace_of_it(hidden, kind, cast, role):
    browser: Client = browser_of(cast(role))
    leaks = []
    for path in DOORS:
        answer = browser.get(path)
        assert answer.status_code == 200, path
        text = (
            answer.content.decode()
            .replace(f"q={WORD}", "")
            .replace(f"q%3D{WORD}", "")
            .replace(f'value="{WORD}"', "")
        )
        text = text.replace(f"<title>{WORD} in search", "").replace(f"title={WORD}", "")
        if WORD in text or "hidden-one" in text:
            leaks.append(path)
    if role in SEES[kind]:
        assert "/community/recordings/?q=Zinnobergruen" in leaks, "who may see it finds it"
    else:
        assert leaks == []


@pytest.mark.parametrize("role", CAST)
def test_its_own_addresses_are_not_there_for_others(hidden, kind, cast, role):
    browser = browser_of(cast(role))
    sees = role in SEES[kind]
    assert (browser.get("/community/recordings/hidden-one/").status_code == 200) == sees
    assert (browser.get("/api/v1/recordings/hidden-one/").status_code == 200) == sees
    film = browser.get("/community/recordings/hidden-one/media/")
    assert film.status_code == (200 if sees else 404)
    b"".join(film) if film.streaming else film.content
    for form in ("json", "xml"):  # what other sites embed is for everybody or for nobody
        assert browser.get(f"/community/recordings/oembed.{form}?url={HUB}hidden-one/").status_code == 404
    for tail in ("care/", "sign-off/"):
        assert sees or browser.get(f"/community/recordings/hidden-one/{tail}").status_code in {302, 404}


@pytest.mark.parametrize("role", CAST)
def test_counts_do_not_tell_that_it_is_there(hidden, kind, cast, role):
    person = cast(role)
    sees = role in SEES[kind]
    assert Recording.objects.visible_to(person).filter(pk=hidden.pk).exists() == sees
    assert Segment.objects.visible_to(person).exists() == sees
    assert Passage.objects.visible_to(person).exists() == sees
    assert Hits(person, WORD).counts.get("recording", 0) == int(sees)
    listed = sees and kind == "group"  # a draft is no hour to watch for anybody
    assert numbers.hours(person) == (10 if listed else 0)
    assert (f"{WORD} speaker" in {row["word"] for row in numbers.speakers(person)}) == listed
    assert Recording.objects.visible_to(person).listed().count() == (2 if listed else 1)
    shared = TimedNote.objects.visible_to(person).exclude(user_id=getattr(person, "pk", None))
    assert shared.exists() == (sees and role != "chair")


def test_docs_know_nothing_of_it(hidden):
    assert [row.slug for row in recording_pages.read()] == ["open-one"]
    service = next(row for row in service_pages.read(timezone.localdate()) if row.slug == "mlflow")
    assert [list(demo.shown) for demo in service.demos.all()] == [[]]


def test_who_leaves_the_group_sees_it_no_more(group, member):
    row = RecordingFactory(audience="group", group=group)
    assert Recording.objects.visible_to(member).get() == row
    member.terms.update(ends_on=today())
    assert not Recording.objects.visible_to(member).exists()


def test_emeritus_lead_is_honoured_but_not_in_the_group(group, outsider):
    RecordingFactory(audience="group", group=group)
    TermFactory(group=group, user=outsider, role="emeritus")
    assert not Recording.objects.visible_to(outsider).exists()


def test_retired_recording_for_a_group_stays_with_the_group(group, member, outsider):
    RecordingFactory(audience="group", group=group, state="retired")
    assert Recording.objects.visible_to(member).exists()
    assert not Recording.objects.visible_to(outsider).exists()


def test_owner_shows_it_to_a_group_of_theirs(group, member, outsider):
    row = RecordingFactory(owner=member)
    found = set_audience(row, by=member, audience="group", group=group)
    assert (found.audience, found.group) == ("group", group)
    assert not Recording.objects.visible_to(outsider).exists()
    assert not Recording.objects.visible_to(AnonymousUser()).exists()
    set_audience(row, by=member, audience="internal")
    assert Recording.objects.visible_to(outsider).exists()


@pytest.mark.parametrize(
    ("audience", "of", "said"),
    [
        ("group", None, "Which group"),
        ("group", "other", "not in Other"),
        ("martians", None, "none of the audiences"),
    ],
)
def test_audience_that_makes_no_sense_is_refused(member, audience, of, said):
    row = RecordingFactory(owner=member)
    with pytest.raises(ValidationError, match=said):
        set_audience(row, by=member, audience=audience, group=of and GroupFactory(name="Other"))


def test_what_was_said_of_it_before_is_hidden_with_it(client, member, admin, group, as_outsider):
    """The feed told everybody that it was published: it must not go on to do so."""
    row = RecordingFactory(title=f"{WORD} talk", state="draft", owner=member, video_url="https://v.example/1")
    publish_recording(row, by=member)
    assert WORD in client.get("/activity/").content.decode()
    set_audience(row, by=member, audience="group", group=group)
    for path in ("/activity/", "/activity/feed.atom", "/api/v1/entries/"):
        assert WORD not in client.get(path).content.decode()
        assert WORD not in as_outsider.get(path).content.decode()
    assert WORD in browser_of(member).get("/activity/").content.decode()
    set_audience(row, by=member, audience="public")
    take_back_recording(row, by=admin)
    assert WORD not in as_outsider.get("/activity/").content.decode()
