"""What exchange does on the queue."""

import logging

from celery import shared_task

from hub.exchange import adding
from hub.exchange.sheets import taking_in

log = logging.getLogger(__name__)


@shared_task
def sweep() -> None:
    """Forget uploads that nobody came back to."""
    taking_in.sweep()


@shared_task
def take_added() -> None:
    """Take in recordings that were put into the library since it was taken in."""
    for name in adding.take_added():
        log.info("%s is taken in from the library.", name)
