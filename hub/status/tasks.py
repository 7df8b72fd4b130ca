"""What status does on the queue."""

from celery import shared_task
from django.utils import timezone

from hub.status.incidents import auto
from hub.status.rolling import roll


@shared_task
def watch_for_incidents() -> None:
    """Open incidents of outages that last, and end those that are over."""
    auto.look(timezone.now())


@shared_task
def add_up() -> None:
    """Add up the minutes, hours and days that are over; without a prober they are added up as unknown."""
    roll(timezone.now())
