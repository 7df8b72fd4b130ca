"""Retention: warned 60, 30 and 7 days before, retired on the day, words stay and files go."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection

from hub.activity.models import Entry
from hub.core.errors import Refused
from hub.recordings import actions, keeping, tasks
from hub.recordings.actions import keep_recording, remove_files, retire_recording, warn_owner
from hub.recordings.models import Cue, MediaFile, Recording, Track
from tests.factories import RecordingFactory, SegmentFactory, UserFactory, today


@pytest.fixture
def recording(db, member):
    return RecordingFactory(
        title="A talk", owner=member, keep_until=today(365), video_url="https://v.example/1"
    )


@pytest.fixture
def with_file(recording, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    name = default_storage.save("recordings/1/video-a.mp4", ContentFile(b"film"))
    MediaFile.objects.create(recording=recording, kind="video", name=name, content_type="video/mp4", bytes=4)
    Cue.objects.create(
        track=Track.objects.create(recording=recording),
        number=1,
        starts_ms=0,
        ends_ms=9,
        text="What was said",
    )
    SegmentFactory(recording=recording, title="The first part")
    return recording


def warnings():
    rows = Entry.objects.filter(kind="recordings.recording_expiring").order_by("pk")
    return [(entry.data["days"], entry.data["tell"]) for entry in rows]


def test_owner_is_warned_three_times_and_then_it_is_retired(recording, member):
    end = recording.keep_until
    for left in range(70, -2, -1):
        day = end - dt.timedelta(days=left)
        for row in keeping.to_warn(day):
            warn_owner(row, day=day)
        for row in keeping.over(day):
            actions.retire_when_over(row, day=day)
        state = Recording.objects.get().state
        assert state == ("published" if left > 0 else "retired"), left
    assert warnings() == [(60, [member.pk]), (30, [member.pk]), (7, [member.pk])]
    assert Recording.objects.get().state_reason == f"It was kept until {end:%-d %B %Y}."


@pytest.mark.parametrize(
    ("left", "before", "due"),
    [
        (61, None, None), (60, None, 60), (59, 60, None), (30, 60, 30), (25, None, 30), (8, 30, None),
        (5, None, 7), (5, 60, 7), (1, 7, None), (0, None, None), (-3, None, None),
    ],
)  # fmt: skip
def test_worker_that_missed_days_sends_only_the_nearest_warning(recording, left, before, due):
    recording.keep_until, recording.warned_days = today(left), before
    assert keeping.warning_due(recording, today()) == due


@pytest.mark.parametrize("state", ["draft", "retired"])
def test_what_is_not_published_warns_nobody(recording, state):
    recording.keep_until, recording.state = today(5), state
    recording.save()
    assert not keeping.to_warn(today()).exists()
    assert not keeping.over(today(9)).exists()
    tasks.warn_owner(recording.pk)
    tasks.retire_when_over(recording.pk)
    assert warnings() == []
    assert Recording.objects.get().state == state


def test_without_owner_the_platform_admins_are_warned(recording, admin, member):
    Recording.objects.update(keep_until=today(7))
    member.is_active = False
    member.save()
    warn_owner(recording, day=today())
    assert warnings() == [(7, [admin.pk])]


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_warn_once():
    row = RecordingFactory(owner=UserFactory(), keep_until=today(20))

    def work(_number):
        try:
            return warn_owner(row, day=today())
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        said = list(pool.map(work, range(4)))
    assert sorted(said, key=str) == [30, None, None, None]
    assert len(warnings()) == 1


def test_keeping_it_begins_the_warnings_anew(recording, member):
    Recording.objects.update(keep_until=today(7))
    warn_owner(recording, day=today())
    assert keep_recording(recording, by=member, until=today(40)).warned_days is None
    assert warn_owner(recording, day=today()) == 60
    assert keep_recording(recording, by=member).keep_until is None
    assert warn_owner(recording, day=today(9999)) is None


@pytest.mark.parametrize("days", [0, -1])
def test_kept_until_a_day_that_is_over_is_refused(recording, member, days):
    with pytest.raises(ValidationError, match="a day to come"):
        keep_recording(recording, by=member, until=today(days))


def test_retired_one_cannot_be_kept(recording, member):
    retire_recording(recording, by=member, reason="Old")
    with pytest.raises(Refused, match="platform admin"):
        keep_recording(recording, by=member)


def test_retired_recording_loses_its_files_and_keeps_its_words(with_file, member, client):
    retire_recording(with_file, by=member, reason="MLflow 3 looks different.")
    assert remove_files(with_file) == 1
    assert not default_storage.exists("recordings/1/video-a.mp4")
    assert not MediaFile.objects.exists()
    page = client.get(with_file.get_absolute_url())
    text = page.content.decode()
    assert page.status_code == 200
    assert "Retired" in text
    assert "MLflow 3 looks different." in text
    assert "The first part" in text
    assert "<video" not in text
    assert "v.example" not in text
    assert Cue.objects.exists()


def test_files_of_what_is_retired_are_not_handed_out_before_they_are_gone(
    with_file, member, as_admin, client
):
    default_storage.save(f"recordings/{with_file.slug}.mp4", ContentFile(b"film"))
    assert client.get(f"{with_file.get_absolute_url()}media/").status_code == 200
    retire_recording(with_file, by=member, reason="Old")
    assert client.get(f"{with_file.get_absolute_url()}media/").status_code == 404
    assert as_admin.get(f"{with_file.get_absolute_url()}media/").status_code == 404


def test_killed_worker_leaves_nothing_behind_for_good(with_file, member, monkeypatch):
    """The worker dies between the file and its row: the clock finds the row, and the rest is done."""
    retire_recording(with_file, by=member, reason="Old")
    storage = (
        type(default_storage._wrapped) if hasattr(default_storage, "_wrapped") else type(default_storage)
    )
    real = storage.delete

    def die(self, name):
        real(self, name)
        raise KeyboardInterrupt

    monkeypatch.setattr(storage, "delete", die)
    with pytest.raises(KeyboardInterrupt):
        remove_files(with_file)
    monkeypatch.undo()
    assert [row.pk for row in keeping.with_files_to_go()] == [with_file.pk]
    remove_files(with_file)
    assert not keeping.with_files_to_go().exists()
    assert not MediaFile.objects.exists()


def test_files_of_what_was_brought_back_meanwhile_stay(with_file, member, admin):
    retire_recording(with_file, by=member, reason="Old")
    actions.take_back_recording(with_file, by=admin)
    assert remove_files(with_file) == 0
    assert default_storage.exists("recordings/1/video-a.mp4")


def test_expiring_recording_offers_its_owner_three_ways(recording, member, as_member, client):
    Recording.objects.update(keep_until=today(20))
    page = as_member.get(recording.get_absolute_url()).content.decode()
    for word in ("Keep it", "Show it again", "Retire it", "/community/demos/new/?title=A%20talk"):
        assert word in page
    assert "Keep it" not in client.get(recording.get_absolute_url()).content.decode()


def test_retired_recordings_leave_the_newest_and_are_found_by_their_words(recording, member, client):
    retire_recording(recording, by=member, reason="Old")
    link = f'href="{recording.get_absolute_url()}"'
    for path in ("/", "/community/", "/community/recordings/"):
        assert link not in client.get(path).content.decode()
    for path in ("/community/recordings/?q=talk", "/community/recordings/?state=retired", "/search/?q=talk"):
        page = client.get(path).content.decode()
        assert link in page
        assert "Retired</span>" in page
