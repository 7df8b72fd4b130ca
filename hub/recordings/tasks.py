"""What recordings do on the queue, by the clock and after an entry."""

import logging

from celery import shared_task
from django.utils import timezone

from hub.activity.models import Entry
from hub.recordings import actions, keeping
from hub.recordings.actions import uploading
from hub.recordings.actions.signing import due_reminders
from hub.recordings.media import incoming, work
from hub.recordings.models import Recording

log = logging.getLogger(__name__)


@shared_task
def look_after_recordings() -> None:
    """Warn owners, retire what is over, clear what a killed worker left; one that fails keeps no other back."""
    day = timezone.localdate()
    for task, rows in (
        (warn_owner, keeping.to_warn(day)),
        (retire_when_over, keeping.over(day)),
        (remove_files, keeping.with_files_to_go()),
    ):
        for key in rows.values_list("pk", flat=True):
            task.delay(key)


@shared_task
def warn_owner(recording_id: int) -> None:
    """Warn the owner of a recording whose end is near."""
    actions.warn_owner(Recording.objects.get(pk=recording_id), day=timezone.localdate())


@shared_task
def retire_when_over(recording_id: int) -> None:
    """Retire a recording that nobody kept."""
    if actions.retire_when_over(Recording.objects.get(pk=recording_id), day=timezone.localdate()):
        log.info("Recording %s was retired: its day had come.", recording_id)


@shared_task
def remove_files(recording_id: int) -> None:
    """Take the files of a retired recording out of the storage."""
    removed = actions.remove_files(Recording.objects.get(pk=recording_id))
    log.info("Removed %s files of recording %s.", removed, recording_id)


@shared_task
def remove_files_after(entry_id: int) -> None:
    """The same right after it was retired, because of its entry."""
    remove_files(Entry.objects.get(pk=entry_id).subject_id)


@shared_task
def remind_speakers() -> None:
    """Remind speakers who have not said yet whether a recording may be published."""
    now = timezone.now()
    for key in due_reminders(now):
        actions.remind_speaker(key, now=now)


@shared_task
def work_off() -> None:
    """Do what waits, step by step; what a dead worker left is taken up again."""
    done = work.work_off()
    if done:
        log.info("%s steps of work on recordings are done.", done)


@shared_task
def work_after(entry_id: int) -> None:
    """The same because of an entry, as a task of its own: it takes long."""
    log.info("Entry %s makes work.", entry_id)
    work_off.delay()


@shared_task
def take_in() -> None:
    """Take in the files that were dropped in the storage."""
    for name in incoming.take_in():
        log.info("%s is taken in.", name)


@shared_task
def sweep_uploads() -> None:
    """Forget uploads that nobody continued."""
    uploading.sweep_uploads(timezone.now())
