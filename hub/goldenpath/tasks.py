"""Publishing on the queue."""

import logging

from celery import shared_task

from hub.goldenpath import actions

log = logging.getLogger(__name__)
SETTLE = 0.5  # seconds in which further changes join the first one


@shared_task
def wish(entry_id: int) -> None:
    """Have the docs published soon, because of an entry."""
    actions.wish()
    publish_waiting.apply_async(countdown=SETTLE)
    log.info("Entry %s asks for a publication.", entry_id)


@shared_task
def publish_waiting() -> None:
    """Publish what waits."""
    for publication in actions.publish_waiting():
        log.info("%s: %s pages changed.", publication, len(publication.changed))
