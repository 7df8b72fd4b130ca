"""Files that somebody put into the storage: `incoming/` empties itself, and a film beside a recording is adopted."""

import os
import time
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from hub.recordings import tasks
from hub.recordings.actions import cutting, processing, uploading
from hub.recordings.media import incoming, pulse
from hub.recordings.models import Job, Recording
from tests.factories import RecordingFactory, UserFactory
from tests.recordings import media_files

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def committing(monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(pulse, "EVERY_S", 3600)
    monkeypatch.setattr(media_files, "committed", django_capture_on_commit_callbacks)


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    settings.MEDIA_ROOT, settings.VAR = tmp_path / "media", tmp_path / "var"
    for folder in ("incoming", "recordings"):
        (tmp_path / "media" / folder).mkdir(parents=True)
    return tmp_path / "media"


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    return media_files.video(tmp_path_factory.mktemp("film") / "film.mp4", seconds=2).read_bytes()


def put(path: Path, body: bytes, age: float = 120) -> Path:
    """A file that lies there since so many seconds."""
    path.write_bytes(body)
    os.utime(path, (time.time() - age,) * 2)
    return path


def kinds(recording: Recording) -> set[str]:
    return set(recording.files.values_list("kind", flat=True))


ALL = {"original", "video", "poster", "storyboard", "audio"}


def test_file_named_like_a_recording_goes_to_it(storage, film, member):
    talk = RecordingFactory(slug="talk", owner=member, state="draft")
    path = put(storage / "incoming" / "talk.mp4", film)
    tasks.take_in()
    media_files.work_off()

    assert kinds(talk) == ALL
    assert Path(default_storage.path(talk.files.get(kind="original").name)).read_bytes() == film
    assert not path.exists()
    assert Recording.objects.count() == 1


def test_any_other_file_becomes_a_draft_of_the_platform_team(storage, film, admin):
    UserFactory(is_platform_admin=True)  # came later
    put(storage / "incoming" / "Community_Session\n7.mp4", film)
    tasks.take_in()
    media_files.work_off()

    made = Recording.objects.get()
    assert (made.title, made.state, made.owner, kinds(made)) == ("Community Session 7", "draft", admin, ALL)


def test_file_that_is_still_being_copied_waits(storage, film, admin):
    path = put(storage / "incoming" / "talk.mp4", film[:1000], age=5)
    assert incoming.take_in() == []

    put(path, film)
    assert incoming.take_in() == ["talk.mp4"]


def test_file_is_taken_once_however_often_the_clock_strikes(storage, film, admin):
    put(storage / "incoming" / "talk.mp4", film)
    assert [incoming.take_in() for _ in range(3)] == [["talk.mp4"], [], []]
    media_files.work_off()

    assert incoming.take_in() == []
    assert Recording.objects.count() == 1


def test_second_file_of_the_same_name_takes_the_place_of_the_first(storage, film, member, tmp_path):
    talk = RecordingFactory(slug="talk", owner=member)
    put(storage / "incoming" / "talk.mp4", film)
    incoming.take_in()
    media_files.work_off()
    longer = media_files.video(tmp_path / "longer.mp4", seconds=4).read_bytes()
    put(storage / "incoming" / "talk.mp4", longer)
    incoming.take_in()
    media_files.work_off()

    assert talk.files.get(kind="video").seconds == pytest.approx(4, abs=0.3)
    assert list((storage / "incoming").iterdir()) == []


def test_file_whose_fetching_failed_makes_no_second_draft(storage, film, admin, monkeypatch):
    put(storage / "incoming" / "talk.mp4", film)
    incoming.take_in()
    Job.objects.update(state="failed", said="The disk was full.")
    assert incoming.take_in() == []
    assert Recording.objects.count() == 1

    made = Recording.objects.get()
    processing.try_again(made, by=admin)
    media_files.work_off()
    assert kinds(made) == ALL


def test_what_is_no_recording_is_kept_and_said(storage, admin):
    put(storage / "incoming" / "talk.mp4", b"MZ junk" * 1000)
    incoming.take_in()
    media_files.work_off()

    made = Recording.objects.get()
    assert made.jobs.get(step="check").state == "failed"
    assert Path(default_storage.path(made.files.get().name)).read_bytes() == b"MZ junk" * 1000


def test_retired_recording_gets_no_file_and_nothing_is_lost(storage, film, admin):
    over = RecordingFactory(slug="talk", state="retired", state_reason="Old")
    put(storage / "incoming" / "talk.mp4", film)
    put(storage / "recordings" / "talk.mp4", film)
    tasks.take_in()
    media_files.work_off()

    assert kinds(over) == set()
    made = Recording.objects.exclude(pk=over.pk).get()
    assert (made.slug, made.state, kinds(made)) == ("talk-2", "draft", ALL)


def test_name_that_nothing_can_read_keeps_no_other_back(storage, film, admin):
    put(storage / "incoming" / os.fsdecode(b"a\xff.mp4"), film)
    put(storage / "incoming" / ".hidden.mp4", film)
    put(storage / "incoming" / ("x" * 240 + ".mp4"), film)
    put(storage / "incoming" / "z.mp4", film)

    assert "z.mp4" in incoming.take_in()
    assert {"x" * 240, "z"} <= set(Recording.objects.values_list("title", flat=True))
    assert (storage / "incoming" / ".hidden.mp4").exists()


def test_without_a_platform_admin_it_waits(storage, film, db):
    path = put(storage / "incoming" / "talk.mp4", film)
    assert incoming.take_in() == []
    assert path.exists()


def test_storage_without_the_folders_is_no_fault(settings, tmp_path, db):
    settings.MEDIA_ROOT = tmp_path / "elsewhere"
    tasks.take_in()
    assert Recording.objects.count() == 0


# --- recordings/NAME.mp4 --------------------------------------------------------------------------
def test_film_beside_a_recording_is_adopted_and_can_be_watched_all_the_while(storage, film, member, client):
    talk = RecordingFactory(slug="talk", owner=member)
    path = put(storage / "recordings" / "talk.mp4", film)
    assert client.get("/community/recordings/talk/media/").status_code == 200
    tasks.take_in()
    assert [job.step for job in talk.jobs.all()] == ["fetch"]
    while Job.objects.filter(state="waiting").exists():
        assert client.get("/community/recordings/talk/media/").status_code == 200
        assert 'src="/community/recordings/talk/media/"' in client.get(
            "/community/recordings/talk/"
        ).content.decode().replace("/media/#t", '/media/"')
        with media_files.committed(execute=True):
            media_files.work.work_once()

    assert kinds(talk) == ALL
    assert talk.files.get(kind="original").name == "recordings/talk.mp4"
    assert path.read_bytes() == film
    assert talk.files.get(kind="video").details["loudness"]["after"] == pytest.approx(-16, abs=5)


def test_film_is_adopted_once(storage, film, admin):
    RecordingFactory(slug="talk", owner=None)
    put(storage / "recordings" / "talk.mp4", film)
    put(storage / "recordings" / "talk.webm", film)

    assert len(incoming.take_films()) == 1
    assert incoming.take_films() == []
    media_files.work_off()
    assert incoming.take_films() == []


def test_film_of_nothing_and_film_of_what_has_files_are_left_alone(storage, film, member, admin):
    has = RecordingFactory(slug="has", owner=member)
    has.files.create(kind="video", name="recordings/1/video-x.mp4", content_type="video/mp4", bytes=1)
    put(storage / "recordings" / "has.mp4", film)
    put(storage / "recordings" / "nobody-knows-it.mp4", film)
    put(storage / "recordings" / "notes.txt", b"x")

    assert incoming.take_films() == []
    assert Recording.objects.count() == 1


def test_new_file_takes_the_place_of_an_adopted_film(storage, film, member, tmp_path):
    talk = RecordingFactory(slug="talk", owner=member)
    path = put(storage / "recordings" / "talk.mp4", film)
    incoming.take_films()
    media_files.work_off()
    new = media_files.video(tmp_path / "new.mp4", seconds=4)
    with new.open("rb") as file:
        uploading.take_whole(talk, by=member, filename="new.mp4", length=new.stat().st_size, read=file.read)
    media_files.work_off()

    assert talk.files.get(kind="video").seconds == pytest.approx(4, abs=0.3)
    assert not path.exists()
    assert incoming.take_films() == []


def test_cut_of_a_film_that_nobody_adopted_yet_is_made_at_once(storage, film, member, client):
    talk = RecordingFactory(slug="talk", owner=member)
    put(storage / "recordings" / "talk.mp4", film)
    with media_files.committed(execute=True):
        cutting.add_cut(talk, by=member, starts_ms=500, ends_ms=1000)
    assert client.get("/community/recordings/talk/media/").status_code == 404
    media_files.work_off()

    assert kinds(talk) == ALL
    assert client.get("/community/recordings/talk/media/").status_code == 200
    assert talk.files.get(kind="video").details["copied"] is False
