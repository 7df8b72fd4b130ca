"""What voting does by the clock."""

import logging

from celery import shared_task

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
