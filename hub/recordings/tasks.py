"""What the media of recordings need from the queue."""

import logging

from celery import shared_task
from django.utils import timezone

from hub.recordings.actions import uploading
from hub.recordings.media import incoming, work

log = logging.getLogger(__name__)


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
