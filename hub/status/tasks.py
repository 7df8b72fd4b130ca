"""What status does on the queue."""

from celery import shared_task
from django.utils import timezone

from hub.status.rolling import roll


@shared_task
def add_up() -> None:
    """Add up the minutes, hours and days that are over; without a prober they are added up as unknown."""
    roll(timezone.now())
