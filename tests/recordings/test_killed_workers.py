"""A worker that is killed, by kill -9, in any step: its work is taken up again, nothing is stuck, nothing is lost."""

import datetime as dt
import hashlib
import os
import random
import signal
import subprocess
import threading
import time
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db.models import F

from hub.core.forking import forget_inherited_connections
from hub.recordings.actions import uploading
from hub.recordings.media import work
from hub.recordings.media.steps import step_of
from hub.recordings.models import Job
from tests.factories import RecordingFactory, UserFactory
from tests.recordings import media_files

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
STEPS = list(Job.Step.values)
ROUNDS = 2  # of ten steps each, and the longest once more: twenty-two kills


def worker_killed_in(step: str, after: float) -> None:
    """A worker of its own that works off what waits and is killed that long after the step began."""
    child = os.fork()
    if child:
        os.waitpid(child, 0)
        return
    try:
        forget_inherited_connections()

        def doomed(job: Job):
            if job.step == step:
                threading.Timer(after, os.kill, (os.getpid(), signal.SIGKILL)).start()
                return lambda job: _lingering(step_of(job), job)
            return step_of(job)

        work.step_of = doomed
        work.work_off()
    finally:
        os._exit(1)


def _lingering(do, job: Job) -> str:
    """Do it, and let nobody hear of it before the kill."""
    try:
        return do(job)
    finally:
        time.sleep(5)


def time_passes() -> None:
    """So long that nobody believes in the dead worker any more."""
    Job.objects.update(seen_at=F("seen_at") - dt.timedelta(minutes=2))


def programs_left(folder: Path) -> str:
    said = subprocess.run(
        ["pgrep", "-af", f"ffmpeg.*{folder}"], capture_output=True, text=True, check=False
    ).stdout
    return "\n".join(line for line in said.splitlines() if "pgrep" not in line)


def test_kill_in_each_step_leaves_nothing_stuck_and_nothing_lost(settings, tmp_path):
    settings.MEDIA_ROOT, settings.VAR = tmp_path / "media", tmp_path / "var"
    dice, kills = random.Random(5), 0  # noqa: S311 -- when to kill
    path = media_files.chaptered(tmp_path / "in.mp4", tmp_path / "notes.txt")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    for number in range(ROUNDS):
        talk = RecordingFactory(owner=UserFactory(), state="draft", slug=f"talk-{number}")
        with path.open("rb") as file:
            uploading.take_whole(
                talk, by=talk.owner, filename="in.mp4", length=path.stat().st_size, read=file.read
            )
        for step in ("fetch", "check", "video", *STEPS[2:]):
            worker_killed_in(step, dice.choice([0, 0.01, 0.05, 0.2, 0.6]))
            assert talk.jobs.get(step=step).state == "running"
            kills += 1
            time.sleep(0.3)
            assert programs_left(tmp_path) == ""
            time_passes()
        work.work_off()

        assert {job.step: job.state for job in talk.jobs.all()} == dict.fromkeys(STEPS, "done") | {
            "speech": "skipped", "links": "skipped",  # speech is off here, and so nothing was said
        }  # fmt: skip
        files = {row.kind: row for row in talk.files.all()}
        assert files.keys() == {"original", "video", "audio", "poster", "storyboard"}
        assert files["original"].sha256 == digest
        assert (talk.segments.count(), talk.tracks.count()) == (2, 1)
        folder = Path(default_storage.path(f"recordings/{talk.pk}"))
        assert {path.name for path in folder.iterdir()} == {Path(row.name).name for row in files.values()}
    assert kills >= 20
