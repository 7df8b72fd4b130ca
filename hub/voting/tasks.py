"""Voting on the queue."""

import logging

from celery import shared_task
from django.utils import timezone

from hub.voting.actions.returning import check_returns

log = logging.getLogger(__name__)


@shared_task
def come_back() -> None:
    """Ask again about the conclusions that are due."""
    for conclusion in check_returns(timezone.localdate()):
        log.info("%s is asked about again.", conclusion.slug)


@shared_task
def come_back_after(entry_id: int) -> None:
    """The same because of an entry that may have changed the stage of a service."""
    log.info("Entry %s may have changed stages.", entry_id)
    come_back()
