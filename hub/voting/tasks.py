"""What voting does on the queue: by the clock, and when stages change."""

import logging

from celery import shared_task
from django.utils import timezone

from hub.voting import actions

log = logging.getLogger(__name__)


@shared_task
def close_due() -> None:
    """Close and count every vote whose time is over; one that fails keeps no other open."""
    for decision in actions.due():
        try:
            actions.close_decision(decision)
        except Exception:  # the next round tries again
            log.exception("Decision %s could not be closed.", decision.slug)


@shared_task
def remind_undecided() -> None:
    """Remind those who have not voted of what closes soon."""
    actions.remind_undecided()


@shared_task
def come_back() -> None:
    """Ask again about the conclusions that are due."""
    for conclusion in actions.check_returns(timezone.localdate()):
        log.info("%s is asked about again.", conclusion.slug)


@shared_task
def come_back_after(entry_id: int) -> None:
    """The same because of an entry that may have changed the stage of a service."""
    log.info("Entry %s may have changed stages.", entry_id)
    come_back()
