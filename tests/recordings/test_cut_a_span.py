"""Cutting: from that moment nobody sees or hears the span, and what is made anew has a card over it."""

import subprocess

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from hub.accounts import tokens
from hub.core.errors import Refused
from hub.recordings.actions import cutting, processing, uploading
from hub.recordings.media import pulse
from hub.recordings.media.program import ffmpeg
from tests.factories import RecordingFactory
from tests.recordings import media_files

DOOR = "/community/recordings/talk/"


@pytest.fixture(autouse=True)
def committing(monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(pulse, "EVERY_S", 3600)
    monkeypatch.setattr(media_files, "committed", django_capture_on_commit_callbacks)


@pytest.fixture
def talk(member, settings, tmp_path):
    settings.MEDIA_ROOT, settings.VAR = tmp_path / "media", tmp_path / "var"
    return RecordingFactory(slug="talk", owner=member)


def hand_in(talk, path):
    with path.open("rb") as file:
        uploading.take_whole(
            talk, by=talk.owner, filename=path.name, length=path.stat().st_size, read=file.read
        )
    media_files.work_off()


def colour_at(path, second: float) -> tuple[int, int, int]:
    """The colour in the corner of the picture at a moment."""
    shot = [
        "-ss",
        str(second),
        "-i",
        str(path),
        "-frames:v",
        "1",
        "-vf",
        "crop=2:2:4:4",
        "-f",
        "rawvideo",
        "-pix_fmt",
        "rgb24",
    ]
    raw = subprocess.run([ffmpeg(), "-loglevel", "error", *shot, "-"], capture_output=True, check=True).stdout
    return tuple(raw[:3])


def loudest(path, start: float, length: float) -> float:
    """The highest level of the sound in a span (dB)."""
    span = [
        "-ss",
        str(start),
        "-t",
        str(length),
        "-i",
        str(path),
        "-vn",
        "-af",
        "volumedetect",
        "-f",
        "null",
        "-",
    ]
    said = subprocess.run(
        [ffmpeg(), "-hide_banner", *span], capture_output=True, check=True, text=True
    ).stderr
    return float(said.split("max_volume:")[1].split("dB")[0])


def path_of(talk, kind="video"):
    return default_storage.path(talk.files.get(kind=kind).name)


def red_with_a_tone(path, rate=10):
    media_files.run(
        *media_files.picture("320x180", rate, "color=c=red"), *media_files.TONE, "-t", "8", *media_files.H264,
        "-c:a", "aac", str(path),
    )  # fmt: skip
    return path


@pytest.mark.parametrize("rate", [10, 0.5], ids=["ten a second", "one in two seconds"])
def test_cut_span_is_a_card_and_silence_and_the_times_stay(talk, member, tmp_path, rate):
    hand_in(talk, red_with_a_tone(tmp_path / "in.mp4", rate))
    before = path_of(talk)
    length = talk.files.get(kind="video").seconds
    assert colour_at(before, 4)[0] > 200

    cutting.add_cut(talk, by=member, starts_ms=3000, ends_ms=5000)
    media_files.work_off()
    made = path_of(talk)

    assert [colour_at(made, second)[0] > 200 for second in (1, 2.5, 3.05, 4, 4.9, 5.5)] == [
        True, True, False, False, False, True,
    ]  # fmt: skip
    for kind in ("video", "audio"):
        assert loudest(path_of(talk, kind), 3.05, 1.9) < -80
        assert loudest(path_of(talk, kind), 0.5, 2) > -30
        assert loudest(path_of(talk, kind), 5.5, 2) > -30
    assert talk.files.get(kind="video").seconds == pytest.approx(length, abs=0.3)
    assert set(talk.jobs.values_list("state", flat=True)) <= {"done", "skipped"}


def test_old_files_are_gone_the_moment_something_is_cut(client, talk, member, tmp_path):
    hand_in(talk, red_with_a_tone(tmp_path / "in.mp4"))
    old = list(talk.files.exclude(kind="original").values_list("name", flat=True))
    assert client.get(DOOR + "media/").status_code == 200

    with media_files.committed(execute=True):
        cutting.add_cut(talk, by=member, starts_ms=3000, ends_ms=5000)
    for door in ("media", "audio", "poster", "storyboard"):
        assert client.get(f"{DOOR}{door}/").status_code == 404
    assert not any(default_storage.exists(name) for name in old)
    media_files.work_off()
    assert client.get(DOOR + "media/").status_code == 200


def test_work_under_way_when_something_is_cut_publishes_nothing_old(talk, member, tmp_path):
    hand_in(talk, red_with_a_tone(tmp_path / "in.mp4"))
    processing.enlist(talk, ["video"])
    job = processing.claim(timezone.now())
    cutting.add_cut(talk, by=member, starts_ms=3000, ends_ms=5000)

    with pytest.raises(processing.LostError):
        processing.keep_file(job, "video", "recordings/old.mp4", content_type="video/mp4", bytes=1)
    assert not talk.files.filter(kind="video").exists()


def test_cut_that_is_taken_back_is_shown_again(talk, member, tmp_path):
    hand_in(talk, red_with_a_tone(tmp_path / "in.mp4"))
    cut = cutting.add_cut(talk, by=member, starts_ms=3000, ends_ms=5000)
    media_files.work_off()
    cutting.remove_cut(cut, by=member)
    media_files.work_off()

    assert colour_at(path_of(talk), 4)[0] > 200
    with pytest.raises(Refused):
        cutting.remove_cut(cut, by=member)


def test_sound_alone_is_silent_where_it_was_cut(talk, member, tmp_path):
    hand_in(talk, media_files.audio(tmp_path / "in.mp3", seconds=8))
    cutting.add_cut(talk, by=member, starts_ms=3000, ends_ms=5000)
    media_files.work_off()

    assert loudest(path_of(talk, "audio"), 3.05, 1.9) < -80
    assert loudest(path_of(talk, "audio"), 5.5, 2) > -30


def test_owner_cuts_on_the_page_with_times_as_on_the_player(as_member, talk):
    answer = as_member.post(DOOR + "cuts/", {"starts_ms": "1:02", "ends_ms": "1:02:03.5", "reason": "A name"})

    cut = talk.cuts.get()
    assert (answer.status_code, cut.starts_ms, cut.ends_ms, cut.reason) == (302, 62_000, 3_723_500, "A name")
    assert as_member.post(f"{DOOR}cuts/{cut.pk}/").status_code == 302
    assert not talk.cuts.exists()


@pytest.mark.parametrize(
    ("starts", "ends"),
    [
        ("abc", "1:00"),
        ("2:00", "1:00"),
        ("1:00", "1:00"),
        ("", "1"),
        ("9:00", "10:00"),
        ("-1", "5"),
        ("1:00", "999:00:00"),
    ],
)
def test_span_that_makes_no_sense_is_refused_and_what_was_typed_stays(as_member, talk, starts, ends):
    talk.seconds = 300
    talk.save()
    answer = as_member.post(DOOR + "cuts/", {"starts_ms": starts, "ends_ms": ends, "reason": "Kept words"})

    assert answer.status_code == 422
    assert not talk.cuts.exists()


def test_others_cut_nothing(as_outsider, as_chair, as_anonymous, talk, member):
    cut = talk.cuts.create(starts_ms=1000, ends_ms=2000)
    span = {"starts_ms": "0", "ends_ms": "1"}
    for browser in (as_outsider, as_chair):
        assert browser.post(DOOR + "cuts/", span).status_code == 403
        assert browser.post(f"{DOOR}cuts/{cut.pk}/").status_code == 403
    assert as_anonymous.post(DOOR + "cuts/", span).status_code == 302
    assert talk.cuts.count() == 1


API = "/api/v1/recordings/talk/cuts/"


def test_program_cuts_and_takes_back(client, talk, member, tmp_path):
    hand_in(talk, red_with_a_tone(tmp_path / "in.mp4"))
    headers = {"Authorization": f"Bearer {tokens.issue_token(by=member, name='x', scope='write')[1]}"}
    span = {"starts_ms": 3000, "ends_ms": 5000, "reason": "A name"}
    made = client.post(API, span, content_type="application/json", headers=headers)
    assert (made.status_code, made.json()["by"]) == (201, "mateo")
    assert client.get(API, headers=headers).json() == [made.json()]
    assert client.get(DOOR + "media/").status_code == 404
    media_files.work_off()
    assert colour_at(path_of(talk), 4)[0] < 200

    door = f"{API}{made.json()['id']}/"
    assert client.delete(door, headers=headers).status_code == 204
    assert client.delete(door, headers=headers).status_code == 404
    media_files.work_off()
    assert colour_at(path_of(talk), 4)[0] > 200


@pytest.mark.parametrize(
    "change",
    [{"starts_ms": -1}, {"starts_ms": "1:02"}, {"ends_ms": 2_500_000_000_000}, {"ends_ms": None}, {"ends_ms": 3000},
     {"reason": "x" * 501}],
)  # fmt: skip
def test_program_hears_what_makes_no_sense(as_member, talk, change):
    span = {"starts_ms": 3000, "ends_ms": 5000, **change}
    answer = as_member.post(API, span, content_type="application/json")

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
    assert set(answer.json()["errors"]) == set(change)
    assert not talk.cuts.exists()


def test_what_was_cut_is_told_to_nobody_else(as_outsider, as_anonymous, as_member, talk, member):
    talk.cuts.create(starts_ms=1000, ends_ms=2000, reason="Whisper")

    assert as_member.get(API).json()[0]["reason"] == "Whisper"
    assert as_outsider.get(API).status_code == 403
    assert as_anonymous.get(API).status_code == 401
