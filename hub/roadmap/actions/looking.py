"""Mark what moved on the roadmap as seen."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from hub.accounts.models import User
from hub.roadmap.models import Look


@transaction.atomic
def mark_seen(*, by: User, until: dt.datetime | None = None) -> Look:
    """Everything up to a moment is no news any more; without one, up to now.

    A moment before the last look, or one to come, changes nothing about what was or will be new.
    """
    now = timezone.now()
    at = min(until or now, now)
    look, made = Look.objects.select_for_update().get_or_create(user=by, defaults={"at": at})
    if not made and at > look.at:
        look.at = at
        look.save(update_fields=["at"])
    return look
