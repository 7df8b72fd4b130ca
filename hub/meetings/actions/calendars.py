"""The secret address of a person's own calendar: make it, make another, remove it."""

from __future__ import annotations

import hashlib
import secrets

from django.db import transaction
from django.utils import timezone

from hub.accounts.models import User
from hub.meetings.models import CalendarKey


@transaction.atomic
def new_key(*, by: User) -> str:
    """Make the key of a person's calendar; one they had before opens nothing any more.

    The key is told once: only its hash is kept.
    """
    User.objects.select_for_update(no_key=True).get(pk=by.pk)  # pressed twice, the later one holds
    key = secrets.token_urlsafe(24)
    CalendarKey.objects.update_or_create(user=by, defaults={"hashed": hashed(key), "made_at": timezone.now()})
    return key


@transaction.atomic
def remove_key(*, by: User) -> None:
    """Let the address open nothing any more."""
    CalendarKey.objects.filter(user=by).delete()


def hashed(key: str) -> str:
    """What is kept of a key."""
    return hashlib.sha256(key.encode()).hexdigest()
