"""A folder or a film that is put into the library later comes in by itself."""

import os
import shutil
import time

import pytest
from django.core.files.storage import default_storage

from hub.exchange import adding, tasks
from hub.recordings.media import pulse
from hub.recordings.models import Recording
from hub.recordings.tasks import take_in
from tests.factories import RecordingFactory
from tests.recordings import media_files

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def committing(monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(pulse, "EVERY_S", 3600)
    monkeypatch.setattr(media_files, "committed", django_capture_on_commit_callbacks)


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    return media_files.video(tmp_path_factory.mktemp("film") / "film.mp4", seconds=2)


@pytest.fixture
def library(settings, tmp_path):
    """A library of which one recording is known to the hub."""
    settings.MEDIA_ROOT, settings.VAR = tmp_path / "media", tmp_path / "var"
    settings.LIBRARY = str(tmp_path / "recordings")
    RecordingFactory(slug="known", title="As it was here")
    written(tmp_path / "recordings" / "known", "title: As the folder has it\n")
    return tmp_path / "recordings"


def written(folder, words, film=None, age=120):
    """A folder of the library that nobody touched for so many seconds."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "recording.yml").write_text(words)
    if film:
        shutil.copyfile(film, folder / "video.mp4")
    for path in (*folder.iterdir(), folder):
        aged(path, age)
    return folder


def aged(path, age=120):
    os.utime(path, (time.time() - age,) * 2)
    return path


def test_folder_that_is_added_comes_in_with_its_film(library, film):
    written(library / "talk", "title: A talk\nmedia:\n  video: {file: video.mp4, seconds: 2}\n", film)
    tasks.take_added()

    made = Recording.objects.get(slug="talk")
    assert (made.title, made.files.get().kind) == ("A talk", "video")
    assert default_storage.size(made.files.get().name) == film.stat().st_size
    assert Recording.objects.get(slug="known").title == "As it was here"
    assert adding.take_added() == []


def test_folder_that_is_being_written_waits(library):
    folder = written(library / "talk", "title: A talk\n", age=5)
    assert adding.take_added() == []
    written(folder, "title: A talk\n")
    assert adding.take_added() == ["talk"]


def test_folder_that_cannot_be_read_is_tried_again_once_it_is_changed(library, caplog):
    folder = written(library / "talk", "title: [A talk\n")
    assert [adding.take_added() for _ in range(3)] == [[], [], []]
    assert len([row for row in caplog.records if "talk is not taken in" in row.getMessage()]) == 1

    written(folder, "title: A talk\n", age=100)
    assert adding.take_added() == ["talk"]


def test_library_that_was_never_taken_in_is_left_alone(library, film):
    Recording.objects.all().delete()
    written(library / "talk", "title: A talk\n")

    assert adding.take_added() == []
    assert not Recording.objects.exists()


def test_film_of_a_recording_is_adopted_and_worked_on(library, film, admin):
    aged(shutil.copyfile(film, library / "known.mp4"))
    aged(shutil.copyfile(film, library / "nobody.mp4"))
    assert adding.take_added() == ["known.mp4"]
    assert adding.take_added() == []
    aged(default_storage.path("recordings/known.mp4"))
    take_in()
    media_files.work_off()

    talk = Recording.objects.get(slug="known")
    assert set(talk.files.values_list("kind", flat=True)) == {
        "original", "video", "poster", "storyboard", "audio",
    }  # fmt: skip
    assert (library / "known.mp4").exists()
    assert adding.take_added() == []


@pytest.mark.parametrize("place", ["", "nowhere"])
def test_hub_without_a_library_has_nothing_to_do(library, settings, place):
    settings.LIBRARY = place and str(library / place)
    tasks.take_added()
    assert Recording.objects.count() == 1
