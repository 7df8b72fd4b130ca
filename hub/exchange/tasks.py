"""What exchange does on the queue."""

from celery import shared_task

from hub.exchange.sheets import taking_in


@shared_task
def sweep() -> None:
    """Forget uploads that nobody came back to."""
    taking_in.sweep()
