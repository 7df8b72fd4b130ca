"""From an entry to the programs that want to hear of it: one at a time each, again and again, then given up.

One worker at most sends to a webhook, in order. A receiver that fails rests; the others do not notice.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import time
from dataclasses import dataclass

import aiohttp
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from hub.activity import signing
from hub.activity.actions import record
from hub.activity.delivery import wait_after
from hub.activity.hooks import wake
from hub.activity.messages import body_of
from hub.activity.models import Entry, Webhook, WebhookDelivery
from hub.core import web
from hub.core.guard import Blocked, Guard

TIMEOUT_S = 5
AT_ONCE = 20  # messages to one webhook before the others get their turn
LEASE = dt.timedelta(seconds=60)  # longer than a message may take; a killed worker holds no longer
LONGEST_REST = dt.timedelta(hours=1)
GONE = 410
KEPT = dt.timedelta(days=30)


@dataclass(frozen=True)
class Answer:
    """How one sending went; no code when nobody answered."""

    code: int | None
    error: str = ""

    @property
    def taken(self) -> bool:
        """Only a 2xx says that it arrived: a redirect is not followed."""
        return self.code is not None and 200 <= self.code < 300

    @property
    def words(self) -> str:
        """The same for people."""
        return self.error or f"Answered {self.code}."


def enlist(entry: Entry) -> None:
    """Note who is to be told of an entry, and wake their senders; twice notes nothing twice."""
    wanted = [row for row in Webhook.objects.filter(active=True) if row.wants(entry)]
    rows = [WebhookDelivery(webhook=webhook, entry=entry) for webhook in wanted]
    WebhookDelivery.objects.bulk_create(rows, ignore_conflicts=True)
    for webhook in wanted:
        wake(webhook.pk)


def waiting() -> list[int]:
    """Keys of the webhooks that have something to send now."""
    return list(Webhook.objects.waiting(timezone.now()).values_list("pk", flat=True))


def send_waiting(webhook_id: int) -> bool:
    """Send what waits for one webhook, unless somebody else does; says whether more waits."""
    for _ in range(AT_ONCE):
        if not _take(webhook_id):
            return False
        try:
            row = _next(webhook_id)
            if row is None or not _send(row):
                return False
        finally:
            Webhook.objects.filter(pk=webhook_id).update(busy_until=timezone.now())
    return True


def _take(webhook_id: int) -> bool:
    """Hold the webhook; nobody else sends to it meanwhile."""
    now = timezone.now()
    free = Webhook.objects.filter(pk=webhook_id, active=True, busy_until__lte=now, rest_until__lte=now)
    return bool(free.update(busy_until=now + LEASE))


def _next(webhook_id: int) -> WebhookDelivery | None:
    rows = WebhookDelivery.objects.due(timezone.now()).filter(webhook=webhook_id)
    return rows.select_related("webhook", "entry__actor").order_by("due_at", "pk").first()


def _send(row: WebhookDelivery) -> bool:
    """Send one message and note how it went; says whether it was taken."""
    answer = post(row)
    with transaction.atomic():
        (_taken if answer.taken else _failed)(row, answer)
    return answer.taken


def post(row: WebhookDelivery) -> Answer:
    """Ask the receiver to take one message; whatever happens is an answer."""
    if (fault := web.fault_of(row.webhook.url)) is not None:
        return Answer(None, fault)
    body, now = body_of(row), int(time.time())
    signed = signing.headers(_secrets(row.webhook), row.message_id, now, body)
    return asyncio.run(_post(row.webhook.url, body, signed))


def _secrets(webhook: Webhook) -> list[str]:
    salts = [webhook.salt]
    if webhook.old_until and webhook.old_until > timezone.now():
        salts.append(webhook.old_salt)
    return [signing.secret_of(salt) for salt in salts]


async def _post(url: str, body: bytes, signed: dict[str, str]) -> Answer:
    """One request within a deadline: no redirect, cookie or proxy; of the answer only the code is read."""
    guard = Guard(settings.WEBHOOK_NETWORKS, "HUB_WEBHOOK_NETWORKS")
    headers = {"User-Agent": "ml-platform-hub", "Content-Type": "application/json", **signed}
    try:
        async with asyncio.timeout(TIMEOUT_S):
            connector = aiohttp.TCPConnector(force_close=True, socket_factory=guard.socket)
            async with (
                aiohttp.ClientSession(
                    connector=connector, cookie_jar=aiohttp.DummyCookieJar(), trust_env=False
                ) as session,
                session.post(url, data=body, headers=headers, allow_redirects=False) as response,
            ):
                return Answer(response.status)
    except Exception as error:  # noqa: BLE001 -- a receiver must not be able to end the worker
        return Answer(None, _words(error))


def _words(error: Exception) -> str:
    """The failure in words that name neither the address nor what it answered."""
    blocked = error if isinstance(error, Blocked) else getattr(error, "os_error", None)
    if isinstance(blocked, Blocked):
        return f"Not sent: {blocked}."
    if isinstance(error, TimeoutError):
        return f"No answer within {TIMEOUT_S} s."
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return "Its host name is not known."
    if isinstance(error, aiohttp.ClientConnectorError):
        return "Takes no connection."
    return f"Could not be asked ({type(error).__name__})."


def _taken(row: WebhookDelivery, answer: Answer) -> None:
    now = timezone.now()
    WebhookDelivery.objects.filter(pk=row.pk).update(
        done_at=now, attempts=F("attempts") + 1, code=answer.code, error=""
    )
    Webhook.objects.filter(pk=row.webhook_id).update(failures=0, last_status=answer.words, last_at=now)


def _failed(row: WebhookDelivery, answer: Answer) -> None:
    """It is tried again later, and so is everything else for this receiver, until it is given up."""
    now, webhook = timezone.now(), row.webhook
    WebhookDelivery.objects.filter(pk=row.pk).update(
        attempts=F("attempts") + 1, code=answer.code, error=answer.words[:500],
        due_at=now + wait_after(row.attempts),
    )  # fmt: skip
    rest = min(wait_after(min(webhook.failures, 10)), LONGEST_REST)
    Webhook.objects.filter(pk=webhook.pk).update(
        failures=F("failures") + 1, last_status=answer.words[:500], last_at=now,
        rest_until=now + rest, active=webhook.active and answer.code != GONE,
    )  # fmt: skip
    if answer.code == GONE:
        _say(webhook, "stopped_webhook", f"switched the webhook {webhook} off: its receiver is gone for good")
    elif row.attempts + 1 >= WebhookDelivery.GIVE_UP_AFTER:
        _say(webhook, "gave_up", f"gave up a message of the webhook {webhook}: {answer.words}")


def _say(webhook: Webhook, what: str, words: str) -> None:
    told = [webhook.created_by] if webhook.created_by else []
    record("activity.webhook_given_up", webhook, words, by=None, tell=told, public=False, what=what)


def sweep() -> int:
    """Forget messages that were sent or given up a month ago; says how many."""
    old = WebhookDelivery.objects.filter(entry__created_at__lt=timezone.now() - KEPT)
    return old.exclude(done_at=None, attempts__lt=WebhookDelivery.GIVE_UP_AFTER).delete()[0]
