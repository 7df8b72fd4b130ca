"""The work on recordings: queue it, take a piece of it, keep what was made, say how it ended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from hub.accounts.models import User
from hub.core.errors import Refused
from hub.recordings.media.pulse import SILENCE, LostError, ours
from hub.recordings.media.steps import STEPS, after_check
from hub.recordings.media.store import remove
from hub.recordings.media.telling import note
from hub.recordings.models import Cue, Job, MediaFile, Recording, Segment, Track
from hub.recordings.words import keeping

BUSY = (Job.State.WAITING, Job.State.RUNNING)
MOST_ATTEMPTS = 5
PAUSE = dt.timedelta(seconds=20)  # before something that went wrong unexpectedly is tried again
CLAIMING = 730_501  # the lock under which jobs are taken: one at a time


def enlist(recording: Recording, steps: Iterable[str]) -> None:
    """Queue these steps anew, in their order; a run of one of them that is under way counts no more."""
    wanted = [step for step in STEPS if step in set(steps)]
    Job.objects.filter(recording=recording, step__in=wanted).delete()
    Job.objects.bulk_create([Job(recording=recording, step=step) for step in wanted])


@transaction.atomic
def claim(now: dt.datetime) -> Job | None:
    """Take the next piece of work: what waits, and what a dead worker left; one step of a recording at a time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CLAIMING])
    alive = Job.objects.filter(state=Job.State.RUNNING, seen_at__gte=now - SILENCE)
    if alive.count() >= settings.MEDIA_JOBS:
        return None
    waiting = Q(state=Job.State.WAITING) & (Q(seen_at=None) | Q(seen_at__lte=now - PAUSE))
    silent = Q(state=Job.State.RUNNING) & (Q(seen_at=None) | Q(seen_at__lt=now - SILENCE))
    earlier = Job.objects.filter(recording=OuterRef("recording"), pk__lt=OuterRef("pk"), state__in=BUSY)
    rows = Job.objects.filter(waiting | silent, step__in=STEPS).exclude(Exists(earlier)).order_by("pk")
    job = rows.select_for_update(skip_locked=True, of=("self",)).select_related("recording").first()
    if job is None:
        return None
    if job.attempts >= MOST_ATTEMPTS:
        _over(job, Job.State.FAILED, f"Given up: its worker died {job.attempts} times over it.")
        return None
    job.state, job.attempts, job.progress = Job.State.RUNNING, job.attempts + 1, 0
    job.began_at = job.seen_at = now
    job.save(update_fields=["state", "attempts", "progress", "began_at", "seen_at"])
    return job


def _ours(job: Job) -> Job:
    """The row of a running job, locked; raises LostError when this run of it is not wanted any more."""
    row = Job.objects.select_for_update(of=("self",)).filter(**ours(job)).select_related("recording").first()
    if row is None:
        raise LostError(str(job))
    return row


@transaction.atomic
def finish(job: Job, state: str, said: str, log: str = "") -> None:
    """Note how a step ended; after the last one its owner is told."""
    row = _ours(job)
    row.progress = 100 if state == Job.State.DONE else row.progress
    _over(row, state, said, log)


def _over(row: Job, state: str, said: str, log: str = "") -> None:
    row.state, row.said, row.log, row.over_at = state, said[:500], log[-20_000:], timezone.now()
    row.save(update_fields=["state", "said", "log", "over_at", "progress"])
    if Job.objects.filter(recording=row.recording_id, state__in=BUSY).exists():
        return
    _tell(row.recording)


def _tell(recording: Recording) -> None:
    """Say to the owner what became of the file."""
    failed = recording.jobs.filter(state=Job.State.FAILED).exists()
    tell = [recording.owner] if recording.owner else []
    if failed:
        note("recordings.media_failed", recording, "could not finish the file of {title}", by=None, tell=tell)
    else:
        note("recordings.media_ready", recording, "finished the file of {title}", by=None, tell=tell)


@transaction.atomic
def put_back(job: Job, why: str) -> None:
    """Something unexpected happened: let it be tried again a little later, or give up."""
    row = _ours(job)
    if row.attempts >= MOST_ATTEMPTS:
        _over(row, Job.State.FAILED, f"Given up after {row.attempts} tries: {why}")
        return
    row.state, row.seen_at, row.said = Job.State.WAITING, timezone.now(), "It is tried again in a moment."
    row.log = why[-20_000:]
    row.save(update_fields=["state", "seen_at", "said", "log"])


@transaction.atomic
def keep_file(job: Job, kind: str, name: str, **facts: Any) -> MediaFile:
    """Put a new file in the place of the old one, in one step; the old one goes once nobody can ask for it."""
    try:
        row = _ours(job)
    except LostError:
        remove(name)
        raise
    return swap_file(row.recording, kind, name, **facts)


def swap_file(recording: Recording, kind: str, name: str, **facts: Any) -> MediaFile:
    """The same in the transaction of another verb."""
    old = MediaFile.objects.filter(recording=recording, kind=kind).first()
    fresh: dict[str, Any] = {
        "sha256": "",
        "seconds": None,
        "width": None,
        "height": None,
        "details": {},
        "made_at": timezone.now(),
    }
    made, _ = MediaFile.objects.update_or_create(
        recording=recording, kind=kind, defaults={**fresh, **facts, "name": name}
    )
    if old and old.name != name:
        transaction.on_commit(lambda: remove(old.name))
    return made


@transaction.atomic
def take_original(job: Job, name: str, **facts: Any) -> None:
    """The file is in the storage: it is the recording's original from now on, and is looked at next."""
    row = _ours(job)
    swap_file(row.recording, MediaFile.Kind.ORIGINAL, name, **facts)
    enlist(row.recording, [Job.Step.CHECK])


@transaction.atomic
def note_original(job: Job, *, seconds: float, **facts: Any) -> None:
    """Note what the file is, and queue what is to be made of it."""
    row = _ours(job)
    MediaFile.objects.filter(recording=row.recording_id, kind=MediaFile.Kind.ORIGINAL).update(
        seconds=seconds, **facts
    )
    Recording.objects.filter(pk=row.recording_id).update(seconds=max(1, round(seconds)))
    enlist(row.recording, after_check())


@transaction.atomic
def take_chapters(job: Job, chapters: list[tuple[int, int, str]]) -> int:
    """Chapters of the file in place of those it had before; says how many. Those that people made come first."""
    row = _ours(job)
    segments = Segment.objects.filter(recording=row.recording_id)
    if segments.exclude(source=Segment.Source.FILE).exists():
        return 0
    keys = {(start, title): end for start, end, title in chapters}
    for segment in segments:
        if (segment.starts_s, segment.title) not in keys:
            segment.delete()
    for (start, title), end in keys.items():
        segments.update_or_create(
            recording=row.recording, starts_s=start, title=title,
            defaults={"ends_s": end, "source": Segment.Source.FILE},
        )  # fmt: skip
    return len(keys)


@transaction.atomic
def take_captions(job: Job, language: str, cues: list[Cue]) -> bool:
    """Captions of the file as a track, unless there is one in that language."""
    row = _ours(job)
    track, made = Track.objects.get_or_create(recording=row.recording, language=language)
    if made:
        for cue in cues:
            cue.track = track
        Cue.objects.bulk_create(cues)
        keeping.index(track)
    return made


@transaction.atomic
def try_again(recording: Recording, *, by: User) -> None:
    """Do once more what failed, and what would have followed."""
    row = Recording.objects.select_for_update().get(pk=recording.pk)
    failed = list(row.jobs.filter(state=Job.State.FAILED).values_list("step", flat=True))
    if not failed:
        raise Refused("Nothing failed here.", "nothing_failed")
    enlist(row, failed)
    note("recordings.work_begun", row, "had the work on {title} tried again", by=by)
