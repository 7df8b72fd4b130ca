"""What activity does on the queue."""

import logging

from celery import current_app, shared_task
from django.utils import timezone

from hub.activity import delivery, sending, telling
from hub.activity.models import Delivery, Entry

log = logging.getLogger(__name__)


@shared_task
def deliver(entry_id: int) -> None:
    """Start each consequence of an entry as a task of its own, so that one failure harms no other."""
    entry = Entry.objects.filter(pk=entry_id).first()
    if entry is None:
        return
    for key in delivery.claim_due(entry):
        react.delay(key)
    delivery.close_if_done(entry_id)


@shared_task
def react(delivery_id: int) -> None:
    """Carry out one consequence and note how it went."""
    row = Delivery.objects.filter(pk=delivery_id, done_at=None).first()
    if row is None:  # done meanwhile: a message may come twice
        return
    try:
        current_app.tasks[row.reaction].run(row.entry_id)
    except Exception as error:  # the outbox keeps it; the next round tries again
        log.exception("Reaction %s to entry %s failed.", row.reaction, row.entry_id)
        delivery.failed(row, f"{type(error).__name__}: {error}")
    else:
        delivery.succeeded(row)


@shared_task
def redeliver() -> None:
    """Send again what should have been delivered by now."""
    for entry_id in delivery.overdue(timezone.now()):
        deliver.delay(entry_id)


@shared_task
def tell(entry_id: int) -> None:
    """Tell the people concerned, in the hub and by mail."""
    telling.tell(Entry.objects.get(pk=entry_id))


@shared_task
def send_mail() -> None:
    """Send the mails that wait."""
    telling.send_waiting_mail()


@shared_task
def hook(entry_id: int) -> None:
    """Note which webhooks are to hear of an entry."""
    sending.enlist(Entry.objects.get(pk=entry_id))


@shared_task
def send_webhook(webhook_id: int) -> None:
    """Send what waits for one webhook, and come back for the rest after others had their turn."""
    if sending.send_waiting(webhook_id):
        send_webhook.delay(webhook_id)


@shared_task
def send_webhooks() -> None:
    """Send what waits for webhooks, each in a task of its own."""
    for key in sending.waiting():
        send_webhook.delay(key)


@shared_task
def sweep() -> None:
    """Forget what webhooks were sent long ago."""
    sending.sweep()
