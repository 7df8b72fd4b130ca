"""How often may something be tried? Counted in the database, so that every process counts together."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from hub.accounts.models import RateWindow

FORGET_AFTER = dt.timedelta(days=1)

# Counting and reading is one statement: of a thousand tries at once, exactly `tries` get through.
COUNT = """
    INSERT INTO accounts_ratewindow AS w (key, started_at, count) VALUES (%(key)s, %(now)s, 1)
    ON CONFLICT (key) DO UPDATE SET
        count = CASE WHEN w.started_at <= %(stale)s THEN 1 ELSE w.count + 1 END,
        started_at = CASE WHEN w.started_at <= %(stale)s THEN %(now)s ELSE w.started_at END
    RETURNING count, started_at
"""


@dataclass(frozen=True)
class Limit:
    """So many tries in so many seconds."""

    tries: int
    seconds: int

    def take(self, *what: str) -> int:
        """Count one try of `what`; 0 when it may go on, else the seconds to wait."""
        now = timezone.now()
        stale = now - dt.timedelta(seconds=self.seconds)
        with connection.cursor() as cursor:
            cursor.execute(COUNT, {"key": key_of(*what), "now": now, "stale": stale})
            count, started_at = cursor.fetchone()
        if count <= self.tries:
            return 0
        return max(1, self.seconds - int((now - started_at).total_seconds()))


def key_of(*what: str) -> str:
    """What is kept of a counted thing: people type passwords into the wrong field."""
    return hashlib.sha256("\0".join(what).encode()).hexdigest()


def forget(*what: str) -> None:
    """Start again from nothing."""
    RateWindow.objects.filter(key=key_of(*what)).delete()


def sweep() -> int:
    """Drop windows that are long over; says how many."""
    return RateWindow.objects.filter(started_at__lt=timezone.now() - FORGET_AFTER).delete()[0]
