"""What accounts does by the clock."""

from celery import shared_task

from hub.accounts import limiter


@shared_task
def sweep() -> None:
    """Forget counts of tries that are long over."""
    limiter.sweep()
