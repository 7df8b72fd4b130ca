"""Signs of life: work that is done by the clock says so at a secret address, and its silence is an outage.

What comes in, and what does not, is written like every other measurement. A target that never gave a sign is unknown,
and so is one whose sign is late while the hub itself was not watching: nobody knows whether it came.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets

from django.db import transaction
from django.utils import timezone

from hub.accounts.models import User
from hub.activity.actions import record
from hub.core.errors import Refused
from hub.status.bars import lasting
from hub.status.models import Kind, Status, Target
from hub.status.prober.judge import Measurement
from hub.status.prober.writing import write
from hub.status.shown import AHEAD

JUST_AFTER = dt.timedelta(microseconds=1)


@transaction.atomic
def make_address(target: Target, *, by: User) -> str:
    """A new key for the address that takes signs of life; the old one is worth nothing any more.

    It is given out this once: the hub keeps its SHA-256 only. Raises Refused for a target that is asked.
    """
    target = Target.objects.select_for_update().select_related("service").get(pk=target.pk)
    if target.kind != Kind.HEARTBEAT:
        raise Refused("This target is asked; it needs no address for signs of life.", "asked")
    key = secrets.token_urlsafe(24)
    target.beat_hash = _hash(key)
    target.save(update_fields=["beat_hash"])
    record(
        "status.beat_address_made",
        target.service,
        f"made a new address for signs of life: {target.name}",
        by=by,
        public=False,
        target=target.pk,
    )
    return key


@transaction.atomic
def beat(key: str, *, code: int = 0) -> bool:
    """Take a sign of life; `code` is the exit code of the work, and another than 0 says that it failed.

    Says whether anything watches for it. Two signs at once both count: the later one is dated just after the other.
    """
    watched = Target.objects.enabled().filter(beat_hash=_hash(key)).order_by("pk")
    target = watched.select_for_update(no_key=True).first()
    if target is None:
        return False
    at = timezone.now()
    if target.observed_at and target.observed_at <= at + AHEAD:
        at = max(at, target.observed_at + JUST_AFTER)
    status = Status.DOWN if code else Status.OK
    detail = f"It said that it failed (exit code {code})." if code else "It gave a sign of life."
    write([Measurement(target.pk, at, status, detail)])
    return True


@transaction.atomic
def notice(now: dt.datetime, *, watching_since: dt.datetime) -> int:
    """Write down which signs of life are late; says how many.

    The rows are locked while it is decided, so that a sign that comes in at this moment is not talked away; one that
    is just being written is looked at next time.
    """
    rows = Target.objects.enabled().filter(kind=Kind.HEARTBEAT, observed_at__isnull=False)
    late = []
    for target in rows.select_for_update(no_key=True, skip_locked=True).order_by("pk"):
        due = _due(target, watching_since)
        if due <= now:
            late.append(Measurement(target.pk, due, Status.DOWN, _words(target)))
    write(late)
    return len(late)


def _due(target: Target, watching_since: dt.datetime) -> dt.datetime:
    """When the next sign is late, counted from the last one, and from when somebody watches at the earliest."""
    seen = target.observed_at or watching_since
    return max(seen, watching_since) + _allowed(target)


def _words(target: Target) -> str:
    return f"No sign of life within {lasting(1000 * (target.interval_s + target.grace_s))}."


def _allowed(target: Target) -> dt.timedelta:
    return dt.timedelta(seconds=target.interval_s + target.grace_s)


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
