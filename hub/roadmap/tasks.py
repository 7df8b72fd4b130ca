"""What the roadmap does by the clock."""

import logging

from celery import shared_task

from hub.roadmap import meanings

log = logging.getLogger(__name__)


@shared_task
def remember_meanings() -> None:
    """Find out what the items are about that came past the verbs."""
    if done := meanings.remember_meanings():
        log.info("Found out what %s items are about.", done)
