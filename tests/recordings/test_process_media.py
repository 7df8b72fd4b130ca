"""What becomes of a file that was handed in: each kind ends in a clear state, and no second run does harm."""

import datetime as dt
import shutil
import time
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from hub.activity.models import Entry
from hub.recordings.actions import processing, uploading
from hub.recordings.media import probe, pulse
from hub.recordings.models import Job, MediaFile, Recording
from tests.factories import RecordingFactory, SegmentFactory, UserFactory
from tests.recordings import media_files

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def committing(monkeypatch, django_capture_on_commit_callbacks):
    """What follows a commit follows at once; signs of life need a connection of their own."""
    monkeypatch.setattr(pulse, "EVERY_S", 3600)
    monkeypatch.setattr(media_files, "committed", django_capture_on_commit_callbacks)


@pytest.fixture
def owner():
    return UserFactory()


@pytest.fixture
def talk(owner, settings, tmp_path):
    settings.MEDIA_ROOT, settings.VAR = tmp_path / "media", tmp_path / "var"
    return RecordingFactory(slug="talk", state="draft", owner=owner, recorded_on=None)


def hand_in(recording: Recording, path) -> None:
    """Hand in a copy of the file and do all the work."""
    size = path.stat().st_size
    with path.open("rb") as file:
        uploading.take_whole(recording, by=recording.owner, filename=path.name, length=size, read=file.read)
    media_files.work_off()


def states(recording: Recording) -> dict[str, str]:
    return dict(recording.jobs.values_list("step", "state"))


def said(recording: Recording, step: str) -> str:
    return recording.jobs.get(step=step).said


def files(recording: Recording) -> dict[str, MediaFile]:
    return {row.kind: row for row in recording.files.all()}


def on_disk(row: MediaFile):
    return Path(default_storage.path(row.name))


def test_video_ends_as_everything_that_people_watch(talk, tmp_path):
    hand_in(talk, media_files.video(tmp_path / "in.mkv", size="1600x900", seconds=3))

    assert states(talk) == {
        "fetch": "done", "check": "done", "video": "done", "poster": "done", "storyboard": "done", "audio": "done",
        "chapters": "skipped", "captions": "skipped", "speech": "skipped", "links": "skipped",
    }  # fmt: skip
    made = files(talk)
    assert (made["video"].width, made["video"].height, made["video"].content_type) == (1280, 720, "video/mp4")
    assert made["video"].seconds == pytest.approx(3, abs=0.2)
    assert made["audio"].seconds == pytest.approx(3, abs=0.2)
    head = on_disk(made["video"]).read_bytes()[:4096]
    assert b"moov" in head  # it starts before all of it is there
    assert made["video"].details["loudness"]["after"] == pytest.approx(-16, abs=4)
    board = made["storyboard"].details
    assert (board["tiles"], board["every"], board["width"], board["height"]) == (2, 2, 160, 90)
    assert made["original"].sha256
    talk.refresh_from_db()
    assert talk.seconds == 3
    assert Entry.objects.filter(kind="recordings.media_ready").count() == 1


def test_picture_that_fits_is_copied_and_not_made_worse(talk, tmp_path):
    hand_in(talk, media_files.video(tmp_path / "in.mp4", size="640x360"))

    assert files(talk)["video"].details["copied"] is True
    assert (files(talk)["video"].width, files(talk)["video"].height) == (640, 360)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\x00\x01junk" * 5000, "neither video nor audio"),
        (b"<!DOCTYPE html><script>alert(1)</script>" * 50, "a web page"),
        (b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n", "a playlist"),
        (b"%PDF-1.7\n" + b"x" * 3000, "application/pdf"),
    ],
    ids=["empty", "junk", "html", "playlist", "pdf"],
)
def test_what_is_no_recording_is_refused_in_words_and_kept(talk, tmp_path, content, words):
    path = tmp_path / "in.mp4"
    path.write_bytes(content)
    hand_in(talk, path)

    assert states(talk) == {"fetch": "done", "check": "failed"}
    assert words in said(talk, "check")
    assert on_disk(files(talk)["original"]).read_bytes() == content
    assert Entry.objects.filter(kind="recordings.media_failed", data__tell=[talk.owner_id]).count() == 1


def test_damaged_video_is_refused_in_words(talk, tmp_path):
    whole = media_files.video(tmp_path / "whole.mp4").read_bytes()
    (tmp_path / "half.mp4").write_bytes(whole[: len(whole) // 2])
    hand_in(talk, tmp_path / "half.mp4")

    assert states(talk)["check"] == "failed"
    assert "damaged" in said(talk, "check")


def test_video_without_length_is_refused_in_words(talk, tmp_path):
    media_files.video(tmp_path / "in.mp4", more=("-frames:v", "1"), rate=1000, sound=False)
    hand_in(talk, tmp_path / "in.mp4")

    assert states(talk)["check"] == "failed"
    assert "no length" in said(talk, "check")


def test_video_without_sound_has_no_audio_version(talk, tmp_path):
    hand_in(talk, media_files.video(tmp_path / "in.mp4", sound=False))

    assert (states(talk)["video"], states(talk)["audio"]) == ("done", "skipped")
    assert "no sound" in said(talk, "audio")


def test_silent_sound_is_named(talk, tmp_path):
    hand_in(talk, media_files.silent(tmp_path / "in.mp4"))

    assert states(talk)["video"] == "done"
    assert "silent" in said(talk, "video")


@pytest.mark.parametrize("name", ["in.mp3", "in.wav", "in.m4a", "in.ogg", "in.flac"])
def test_sound_alone_is_published_as_sound(talk, tmp_path, name):
    hand_in(talk, media_files.audio(tmp_path / name))

    assert states(talk)["video"] == states(talk)["poster"] == "skipped"
    assert files(talk).keys() == {"original", "audio"}
    assert files(talk)["audio"].content_type == "audio/mp4"


def test_upright_video_stays_upright(talk, tmp_path):
    hand_in(talk, media_files.video(tmp_path / "in.mp4", size="900x1600", seconds=1))

    assert (files(talk)["video"].width, files(talk)["video"].height) == (720, 1280)


def test_pictures_at_uneven_distances_keep_their_times(talk, tmp_path):
    hand_in(talk, media_files.uneven(tmp_path / "in.mp4"))

    assert states(talk)["video"] == "done"
    assert files(talk)["video"].seconds == pytest.approx(8, abs=0.3)


@pytest.mark.slow
def test_six_hours_end_well(talk, tmp_path):
    hand_in(talk, media_files.hours(tmp_path / "in.mp4"))

    assert states(talk)["video"] == states(talk)["storyboard"] == "done"
    talk.refresh_from_db()
    assert talk.seconds == 6 * 3600
    assert files(talk)["storyboard"].details["tiles"] == 100


def test_chapters_and_captions_in_the_file_are_taken_over(talk, tmp_path):
    hand_in(talk, media_files.chaptered(tmp_path / "in.mp4", tmp_path / "notes.txt"))

    rows = talk.segments.values_list("starts_s", "ends_s", "title", "source")
    assert list(rows) == [(0, 2, "Welcome; and = more", "file"), (2, 4, "<b>Publishing</b>", "file")]
    track = talk.tracks.get()
    assert (track.language, [cue.text for cue in track.cues.all()]) == ("en", ["Welcome to the demo"])


def test_chapters_that_people_made_are_left_alone(talk, tmp_path):
    SegmentFactory(recording=talk, source="person", title="Mine", starts_s=0, ends_s=2)
    hand_in(talk, media_files.chaptered(tmp_path / "in.mp4", tmp_path / "notes.txt"))

    assert [segment.title for segment in talk.segments.all()] == ["Mine"]
    assert states(talk)["chapters"] == "skipped"


def test_second_file_takes_the_place_of_the_first_and_segments_stay(talk, tmp_path):
    hand_in(talk, media_files.video(tmp_path / "one.mp4", seconds=3))
    before = {kind: row.name for kind, row in files(talk).items()}
    SegmentFactory(recording=talk, title="Mine", starts_s=0, ends_s=2)
    hand_in(talk, media_files.video(tmp_path / "two.mp4", seconds=5))

    after = files(talk)
    assert after["video"].seconds == pytest.approx(5, abs=0.3)
    assert not any(default_storage.exists(name) for name in before.values())
    assert [segment.title for segment in talk.segments.all()] == ["Mine"]


def test_each_step_may_run_twice(talk, tmp_path):
    hand_in(talk, media_files.chaptered(tmp_path / "in.mp4", tmp_path / "notes.txt"))
    kinds = set(files(talk))
    steps = list(talk.jobs.order_by("pk").values_list("step", flat=True))
    for step in steps:
        processing.enlist(talk, [step])
        media_files.work_off()

    assert set(files(talk)) == kinds
    assert set(states(talk).values()) <= {"done", "skipped"}
    assert (talk.segments.count(), talk.tracks.count()) == (2, 1)
    names = {row.name for row in talk.files.all()}
    folder = Path(default_storage.path(f"recordings/{talk.pk}"))
    assert {f"recordings/{talk.pk}/{path.name}" for path in folder.iterdir()} == names


def test_program_that_fails_is_a_failure_in_words_with_its_log(talk, tmp_path, settings):
    broken = tmp_path / "ffmpeg"
    broken.write_text("#!/bin/sh\necho 'No space left on device' >&2\nexit 1\n")
    broken.chmod(0o755)
    path = media_files.video(tmp_path / "in.mp4")
    hand_in(talk, path)
    settings.FFMPEG = str(broken)
    processing.enlist(talk, ["storyboard"])
    media_files.work_off()

    row = talk.jobs.get(step="storyboard")
    assert (row.state, row.said) == ("failed", "ffmpeg could not do it: No space left on device")
    assert "No space left" in row.log
    settings.FFMPEG = ""
    processing.try_again(talk, by=talk.owner)
    media_files.work_off()
    assert states(talk)["storyboard"] == "done"


def test_run_that_is_not_wanted_any_more_keeps_nothing(talk, tmp_path):
    hand_in(talk, media_files.video(tmp_path / "in.mp4"))
    before = files(talk)["video"].name
    processing.enlist(talk, ["video"])
    job = processing.claim(timezone.now())
    processing.enlist(talk, ["video"])  # meanwhile somebody asks anew
    shutil.copy(on_disk(files(talk)["video"]), default_storage.path("recordings/late.mp4"))

    with pytest.raises(processing.LostError):
        processing.keep_file(job, "video", "recordings/late.mp4", content_type="video/mp4", bytes=1)
    assert files(talk)["video"].name == before
    assert not default_storage.exists("recordings/late.mp4")


@pytest.mark.django_db(transaction=True)
def test_worker_gives_signs_of_life_and_stops_when_it_is_not_wanted(talk, monkeypatch):
    monkeypatch.setattr(pulse, "EVERY_S", 0.1)
    processing.enlist(talk, ["check"])
    job = processing.claim(timezone.now() - dt.timedelta(seconds=20))
    with pulse.beating(job):
        job.progress = 40
        wait_for(lambda: Job.objects.get(pk=job.pk).progress == 40)
        assert Job.objects.get(pk=job.pk).seen_at > job.seen_at
        processing.enlist(talk, ["check"])
        with pytest.raises(pulse.LostError):
            wait_for(lambda: pulse.check(job))


def wait_for(what) -> None:
    limit = time.monotonic() + 30
    while time.monotonic() < limit and not what():
        time.sleep(0.05)


def test_silent_worker_is_replaced_and_a_lively_one_is_not(talk):
    processing.enlist(talk, ["check"])
    now = timezone.now()
    first = processing.claim(now)

    assert processing.claim(now + dt.timedelta(seconds=20)) is None
    second = processing.claim(now + dt.timedelta(seconds=40))
    assert (second.pk, second.attempts) == (first.pk, 2)
    with pytest.raises(processing.LostError):
        processing.finish(first, Job.State.DONE, "late")


def test_job_that_kills_its_workers_is_given_up(talk):
    processing.enlist(talk, ["check"])
    now = timezone.now()
    for minute in range(5):
        assert processing.claim(now + dt.timedelta(minutes=minute))

    assert processing.claim(now + dt.timedelta(minutes=9)) is None
    assert (states(talk)["check"], "died 5 times" in said(talk, "check")) == ("failed", True)


def test_what_a_file_says_of_itself_fools_nobody(tmp_path):
    path = media_files.video(
        tmp_path / "in.mp4",
        more=("-metadata", "title=x\n  Stream #0:7: Video: h264, yuv420p, 9x9\n  Duration: 99:00:00.00,"),
    )

    facts = probe.facts_of(path)
    assert facts.seconds == pytest.approx(4, abs=0.2)
    assert facts.picture == (320, 180)
    assert len(facts.streams) == 2


def test_feed_names_no_draft(talk, as_outsider, as_member, tmp_path):
    talk.title = "Whisper of a merger"
    talk.save()
    hand_in(talk, media_files.audio(tmp_path / "in.mp3"))

    rows = Entry.objects.filter(subject_id=talk.pk, subject_kind="recordings.recording")
    assert rows.count() >= 2
    assert not any("merger" in f"{row.summary} {row.subject_label} {row.subject_url}" for row in rows)
    assert "talk" not in rows[0].subject_url
    assert as_outsider.get(rows[0].subject_url).status_code == 404
