"""From an entry to its consequences: each reaction once, whatever is lost on the way."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from hub.activity.kinds import kind_of
from hub.activity.models import Delivery, Entry

REDELIVER_AFTER = dt.timedelta(minutes=1)


def claim_due(entry: Entry) -> list[int]:
    """Keys of the consequences of the entry that are to be tried now; nobody else gets them meanwhile.

    The rows are made the first time. What is claimed and then lost (a queue wiped, a worker killed) is due
    again after a minute: work that lies in a slow queue is not piled up a second time.
    """
    names = kind_of(entry.kind).reactions
    Delivery.objects.bulk_create(
        [Delivery(entry=entry, reaction=name) for name in names], ignore_conflicts=True
    )
    now = timezone.now()
    return [row.pk for row in entry.deliveries.due(now) if _claim(row, now)]


def _claim(row: Delivery, now: dt.datetime) -> bool:
    later = now + wait_after(row.attempts)
    return bool(Delivery.objects.due(now).filter(pk=row.pk).update(due_at=later))


def wait_after(attempts: int) -> dt.timedelta:
    """How long to wait after so many failures: a minute, then twice as long each time."""
    return REDELIVER_AFTER * 2**attempts


def succeeded(delivery: Delivery) -> None:
    """Note that a consequence is done."""
    with transaction.atomic():
        Delivery.objects.filter(pk=delivery.pk, done_at=None).update(
            done_at=timezone.now(), attempts=F("attempts") + 1, error=""
        )
        close_if_done(delivery.entry_id)


def failed(delivery: Delivery, error: str) -> None:
    """Note that a consequence failed; it is tried again later until it is given up."""
    with transaction.atomic():
        Delivery.objects.filter(pk=delivery.pk, done_at=None).update(
            attempts=F("attempts") + 1,
            error=error[:2000],
            due_at=timezone.now() + wait_after(delivery.attempts),
        )
        close_if_done(delivery.entry_id)


@transaction.atomic
def close_if_done(entry_id: int) -> None:
    """Close the entry when nothing of it is left to do."""
    entry = Entry.objects.select_for_update().filter(pk=entry_id).first()
    if entry is None or entry.deliveries.filter(done_at=None, attempts__lt=Delivery.GIVE_UP_AFTER).exists():
        return
    Entry.objects.filter(pk=entry_id, delivered_at=None).update(delivered_at=timezone.now())


def overdue(now: dt.datetime) -> list[int]:
    """Keys of entries that should have been delivered by now and have something to try, the oldest first."""
    rows = Delivery.objects.filter(entry=OuterRef("pk"))
    waiting = Entry.objects.undelivered().filter(created_at__lt=now - REDELIVER_AFTER)
    waiting = waiting.filter(~Exists(rows) | Exists(rows.due(now)) | ~Exists(rows.filter(done_at=None)))
    return list(waiting.order_by("pk").values_list("pk", flat=True)[:500])
