"""Make, change and try webhooks. A secret is told once, to who made it, and is in no answer after that."""

from __future__ import annotations

import datetime as dt
import logging
import secrets
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from hub.activity import signing
from hub.activity.actions import record
from hub.activity.kinds import hooked_kinds
from hub.activity.models import Webhook, WebhookDelivery
from hub.core.errors import Refused

if TYPE_CHECKING:
    from hub.accounts.models import User

log = logging.getLogger(__name__)

PING = "activity.webhook_pinged"
OLD_SECRET = dt.timedelta(days=1)
MOST = 50


@transaction.atomic
def make_webhook(*, by: User, **facts: Any) -> tuple[Webhook, str]:
    """Make a webhook; gives it with its secret, which nobody can read again."""
    if Webhook.objects.count() >= MOST:
        raise Refused(f"There are {MOST} webhooks already; remove one first.", "too_many")
    webhook = Webhook(created_by=by, salt=secrets.token_hex(16), **facts)
    _check(webhook)
    webhook.save()
    record("activity.webhook_made", webhook, f"made the webhook {webhook}", by=by, public=False)
    return webhook, signing.secret_of(webhook.salt)


@transaction.atomic
def edit_webhook(webhook: Webhook, *, by: User, **facts: Any) -> Webhook:
    """Change where it is sent and what; switching it on again lets it try at once."""
    for name, value in facts.items():
        setattr(webhook, name, value)
    _check(webhook)
    webhook.failures, webhook.rest_until = 0, timezone.now()
    webhook.save(update_fields=[*facts, "failures", "rest_until"])
    record("activity.webhook_changed", webhook, f"changed the webhook {webhook}", by=by, public=False)
    return webhook


def _check(webhook: Webhook) -> None:
    webhook.full_clean(exclude=["salt", "created_by"])
    if strange := sorted(set(webhook.kinds) - set(hooked_kinds())):
        raise ValidationError({"kinds": f"Nothing is sent of {', '.join(strange)[:200]}."})


@transaction.atomic
def renew_secret(webhook: Webhook, *, by: User) -> str:
    """Give it another secret; the one before signs beside it for a day, so that nothing is lost."""
    webhook.old_salt, webhook.old_until = webhook.salt, timezone.now() + OLD_SECRET
    webhook.salt = secrets.token_hex(16)
    webhook.save(update_fields=["salt", "old_salt", "old_until"])
    record(
        "activity.webhook_secret_renewed", webhook, f"renewed the secret of the webhook {webhook}",
        by=by, public=False,
    )  # fmt: skip
    return signing.secret_of(webhook.salt)


@transaction.atomic
def remove_webhook(webhook: Webhook, *, by: User) -> None:
    """Send nothing there any more and forget what was sent."""
    record("activity.webhook_removed", webhook, f"removed the webhook {webhook}", by=by, public=False)
    webhook.delete()


@transaction.atomic
def ping_webhook(webhook: Webhook, *, by: User) -> WebhookDelivery:
    """Send a message that says nothing, to try whether it arrives."""
    if not webhook.active:
        raise Refused("It is switched off: nothing is sent. Switch it on first.", "inactive")
    entry = record(PING, webhook, f"tried the webhook {webhook}", by=by, public=False)
    row = WebhookDelivery.objects.create(webhook=webhook, entry=entry)
    _at_once(webhook)
    return row


@transaction.atomic
def send_again(delivery: WebhookDelivery, *, by: User) -> WebhookDelivery:
    """Send one message again, whatever became of it; it keeps its id."""
    if not delivery.webhook.active:
        raise Refused("It is switched off: nothing is sent. Switch it on first.", "inactive")
    now = timezone.now()
    WebhookDelivery.objects.filter(pk=delivery.pk).update(attempts=0, done_at=None, due_at=now, error="")
    record(
        "activity.webhook_sent_again", delivery.webhook,
        f"sends a message of the webhook {delivery.webhook} again", by=by, public=False,
    )  # fmt: skip
    _at_once(delivery.webhook)
    delivery.refresh_from_db()
    return delivery


def _at_once(webhook: Webhook) -> None:
    Webhook.objects.filter(pk=webhook.pk).update(rest_until=timezone.now())
    transaction.on_commit(lambda: wake(webhook.pk), robust=True)


def wake(webhook_id: int) -> None:
    """Let a worker send what waits for one webhook; when the queue is away, the clock does."""
    from hub.activity.tasks import send_webhook  # noqa: PLC0415 -- a verb enqueues, as in actions.record

    try:
        send_webhook.apply_async((webhook_id,), retry=False)
    except Exception:  # noqa: BLE001 -- whatever the broker raises, the row waits
        log.warning("Webhook %s could not be queued; it is tried again within a minute.", webhook_id)
