"""From an entry to its consequences: each reaction once, whatever is lost on the way."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from hub.activity.kinds import kind_of
from hub.activity.models import Delivery, Entry

REDELIVER_AFTER = dt.timedelta(minutes=1)
GIVE_UP_AFTER = 10


def open_deliveries(entry: Entry) -> list[Delivery]:
    """The consequences of the entry that are still to do; their rows are made the first time."""
    names = kind_of(entry.kind).reactions
    Delivery.objects.bulk_create(
        [Delivery(entry=entry, reaction=name) for name in names], ignore_conflicts=True
    )
    return list(entry.deliveries.filter(done_at=None, attempts__lt=GIVE_UP_AFTER))


def succeeded(delivery: Delivery) -> None:
    """Note that a consequence is done."""
    with transaction.atomic():
        Delivery.objects.filter(pk=delivery.pk).update(
            done_at=timezone.now(), attempts=F("attempts") + 1, error=""
        )
        close_if_done(delivery.entry_id)


def failed(delivery: Delivery, error: str) -> None:
    """Note that a consequence failed; it is tried again until the entry is given up."""
    with transaction.atomic():
        Delivery.objects.filter(pk=delivery.pk).update(attempts=F("attempts") + 1, error=error[:2000])
        close_if_done(delivery.entry_id)


def close_if_done(entry_id: int) -> None:
    """Close the entry when nothing of it is left to do."""
    entry = Entry.objects.select_for_update().filter(pk=entry_id).first()
    if entry is None or entry.deliveries.filter(done_at=None, attempts__lt=GIVE_UP_AFTER).exists():
        return
    Entry.objects.filter(pk=entry_id, delivered_at=None).update(delivered_at=timezone.now())


def overdue(now: dt.datetime) -> list[int]:
    """Keys of entries that should have been delivered by now, the oldest first."""
    rows = Entry.objects.undelivered().filter(created_at__lt=now - REDELIVER_AFTER).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:500])
