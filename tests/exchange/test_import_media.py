"""Recordings whose files lie beside them: the library takes them into the storage, once."""

import hashlib
import re
import shutil
from itertools import pairwise
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from hub.exchange.actions import import_community
from hub.recordings.models import Cue, MediaFile, Recording, Track

LIBRARY = Path(__file__).parents[2] / "recordings"
FILMS = ("a-golden-path-in-ninety-seconds", "how-a-vote-explains-itself")
BARE = """title: A talk
media:
  video: {file: video.mp4, seconds: 12.5, width: 640, height: 360}
captions: [{file: captions.en.vtt}]
"""

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def library(tmp_path):
    """A library with one short talk."""
    folder = tmp_path / "recordings" / "talk"
    folder.mkdir(parents=True)
    (folder / "recording.yml").write_text(BARE)
    shutil.copyfile(LIBRARY / FILMS[0] / "video.mp4", folder / "video.mp4")
    (folder / "captions.en.vtt").write_text("WEBVTT\n\n00:01.000 --> 00:02.500\n<v Ada>Hello</v>\n")
    return folder.parent


def take_in(folder):
    return import_community([folder], by=None)


def reasons(report):
    return [remark.reason for remark in report.refused]


def test_film_and_captions_come_in_with_what_is_known_of_them(library):
    report = take_in(library)
    assert (reasons(report), report.ignored, report.unknown) == ([], [], {})
    row = MediaFile.objects.get()
    data = (library / "talk" / "video.mp4").read_bytes()
    assert (row.kind, row.content_type, row.bytes) == ("video", "video/mp4", len(data))
    assert (row.seconds, row.width, row.height) == (12.5, 640, 360)
    assert row.sha256 == hashlib.sha256(data).hexdigest()
    with default_storage.open(row.name) as file:
        assert file.read() == data
    cue = Cue.objects.get()
    assert (cue.starts_ms, cue.ends_ms, cue.speaker, cue.text) == (1000, 2500, "Ada", "Hello")
    assert (cue.track.language, cue.track.origin) == ("en", "human")


def test_taken_in_twice_changes_nothing(library):
    take_in(library)
    before = list(MediaFile.objects.values()), list(Cue.objects.values())
    again = take_in(library)
    assert (again.total("created"), again.total("changed")) == (0, 0)
    assert (list(MediaFile.objects.values()), list(Cue.objects.values())) == before


def test_dry_run_leaves_nothing_in_the_storage(library, settings):
    report = import_community([library], by=None, dry_run=True)
    assert report.total("created") == 3
    assert not Recording.objects.exists()
    assert not Path(settings.MEDIA_ROOT).exists()


def test_new_film_takes_the_place_of_the_old_one(library, django_capture_on_commit_callbacks):
    take_in(library)
    old = MediaFile.objects.get().name
    shutil.copyfile(LIBRARY / FILMS[1] / "video.mp4", library / "talk" / "video.mp4")
    with django_capture_on_commit_callbacks(execute=True):
        assert take_in(library).total("changed") == 1
    assert MediaFile.objects.get().name != old
    assert not default_storage.exists(old)


def test_captions_that_people_corrected_stay(library):
    take_in(library)
    Track.objects.update(version=2)
    Cue.objects.update(text="Hello there")
    (library / "talk" / "captions.en.vtt").write_text("WEBVTT\n\n00:01.000 --> 00:02.500\nOther\n")
    assert reasons(take_in(library)) == ["recording talk: its captions were changed here; left as they are"]
    assert Cue.objects.get().text == "Hello there"


def test_film_that_came_another_way_stays(library):
    shutil.move(library / "talk" / "video.mp4", library / "talk" / "kept")
    take_in(library)
    MediaFile.objects.create(
        recording=Recording.objects.get(), kind="video", name="other.mp4", content_type="video/mp4", bytes=1
    )
    shutil.move(library / "talk" / "kept", library / "talk" / "video.mp4")
    assert reasons(take_in(library)) == ["recording talk: has another video here already; left as it is"]
    assert MediaFile.objects.get().name == "other.mp4"


def test_retired_recording_gets_no_files_back(library):
    take_in(library)
    MediaFile.objects.all().delete()
    Recording.objects.update(state="retired")
    assert reasons(take_in(library)) == []
    assert not MediaFile.objects.exists()


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("media: {video: {file: gone.mp4}}", "there is no file gone.mp4 beside it; left out"),
        ("media: {video: {file: ../../secret.mp4}}", "there is no file secret.mp4 beside it; left out"),
        ("media: {video: {file: captions.en.vtt}}", "captions.en.vtt is no video the hub can show"),
        ("media: {poster: {file: video.mp4}}", "video.mp4 is no poster the hub can show"),
        (
            "media: {original: {file: video.mp4}}",
            "'original' is none of: video, audio, poster, storyboard; left out",
        ),
        ("media: [video.mp4]", "media must name files by kind"),
        ("captions: [{file: video.mp4}]", "video.mp4 holds no captions that can be read"),
        (
            "captions: [{file: captions.en.vtt, origin: magic}]",
            "captions are human, machine or corrected; read as human",
        ),
    ],
)
def test_what_does_not_fit_is_named_and_left_out(library, written, said):
    (library / "talk" / "recording.yml").write_text(f"title: A talk\n{written}\n")
    report = take_in(library)
    assert said in " ".join(reasons(report))
    assert report.refused[0].place.line == 2
    assert Recording.objects.get().title == "A talk"
    assert not MediaFile.objects.exists()


@pytest.mark.parametrize("name", FILMS)
def test_our_own_films_are_small_and_what_their_file_says(name):
    take_in(LIBRARY)
    files = {row.kind: row for row in MediaFile.objects.filter(recording__slug=name)}
    assert set(files) == {"video", "poster", "storyboard"}
    assert 60 <= files["video"].seconds <= 100
    assert files["video"].bytes < 2_500_000
    sheet = files["storyboard"].details
    assert sheet["tiles"] == -(-files["video"].seconds // sheet["every"])
    cues = list(Cue.objects.filter(track__recording__slug=name))
    assert 15 < len(cues) < 40
    assert all(cue.speaker and cue.starts_ms < cue.ends_ms for cue in cues)
    assert all(a.ends_ms <= b.starts_ms for a, b in pairwise(cues))
    assert cues[-1].ends_ms <= files["video"].seconds * 1000
    found = Recording.objects.get(slug=name)
    assert found.seconds == int(files["video"].seconds)
    assert {cue.speaker for cue in cues} == set(found.speakers)


@pytest.mark.parametrize("name", FILMS)
def test_chapters_begin_where_somebody_begins_to_speak(name):
    """The films are made from their words, so each chapter is a slide: its first line is spoken in its first second."""
    take_in(LIBRARY)
    found = Recording.objects.get(slug=name)
    begins = [cue.starts_ms / 1000 for cue in Cue.objects.filter(track__recording=found)]
    segments = list(found.segments.order_by("starts_s"))
    assert all(any(0 <= begin - segment.starts_s < 1 for begin in begins) for segment in segments)
    assert all(a.ends_s == b.starts_s for a, b in pairwise(segments))
    assert segments[-1].ends_s == found.seconds


def test_our_own_films_are_linked_to_what_they_show():
    take_in(LIBRARY.parent / "starter")
    found = Recording.objects.get(slug=FILMS[0])
    shown = {
        row.service.slug: row.version for row in found.segments.get(starts_s=28).segmentservice_set.all()
    }
    assert shown == {"mlflow-tracking": "3.1"}
    assert [item.slug for item in found.segments.get(starts_s=49).items.all()] == ["protect-champion"]
    assert [step.position for step in found.segments.get(starts_s=10).steps.all()] == [1]
    assert found.segments.get(starts_s=69).teams.get().slug == "halyard"


def test_film_begins_to_play_before_it_is_loaded():
    """Fast start: the index (`moov`) stands before the data (`mdat`)."""
    for name in FILMS:
        head = (LIBRARY / name / "video.mp4").read_bytes()
        assert re.search(b"moov", head).start() < re.search(b"mdat", head).start()
