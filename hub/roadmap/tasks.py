"""What the roadmap does on the queue, by the clock."""

import logging

from celery import shared_task

from hub.roadmap.actions import rounds

log = logging.getLogger(__name__)


@shared_task
def close_due_rounds() -> None:
    """Close and fill every round whose time is over; one that fails keeps no other open."""
    for found in rounds.due():
        try:
            rounds.close_round(found)
        except Exception:  # the next time tries again
            log.exception("Round %s could not be closed.", found.slug)


@shared_task
def remind_round_voters() -> None:
    """Remind those who have not voted in a round that closes soon."""
    rounds.remind_round_voters()
