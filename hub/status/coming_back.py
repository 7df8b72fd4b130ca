"""When work comes back that is announced once for many times. Pure."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from dateutil.rrule import DAILY, MONTHLY, WEEKLY, rrule
from django.core.exceptions import ValidationError

REPEATS: dict[str, tuple[Literal[1, 2, 3], str]] = {
    "daily": (DAILY, "Every day"),
    "weekly": (WEEKLY, "Every week"),
    "monthly": (MONTHLY, "Every month"),
}
MOST = 60


def times(first: dt.datetime, repeat: str, until: dt.date | None) -> list[dt.datetime]:
    """The beginnings, the first one at least; a month without the day is left out.

    Raises ValidationError without a last day, with one before the first, and when there are more than 60.
    """
    if not repeat:
        return [first]
    if until is None:
        raise ValidationError({"until": "Say until when it comes back."})
    if until < first.date():
        raise ValidationError({"until": "It must come back on a day after it began."})
    rule = rrule(REPEATS[repeat][0], dtstart=first, count=MOST + 1)
    found = [at for at in rule if at.date() <= until]
    if len(found) > MOST:
        raise ValidationError({"until": f"That is more than {MOST} times; announce a part of it."})
    return found
