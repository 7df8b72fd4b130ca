"""What meetings do on the queue."""

import logging

from celery import shared_task
from django.utils import timezone

from hub.core.errors import Refused
from hub.meetings import actions
from hub.meetings.reminding import due

log = logging.getLogger(__name__)


@shared_task
def remind() -> None:
    """Remind people of what is near, each date in a transaction of its own."""
    for date in due(timezone.now()):
        try:
            actions.remind(date.series, day=date.day)
        except Refused as refusal:
            log.warning("Nobody is reminded of %s on %s: %s", date.series, date.day, refusal.reason)
