"""Remember what was searched for and not found, without remembering who searched."""

from __future__ import annotations

import datetime as dt

from django.db import connection, transaction
from django.utils import timezone

from hub.demos.models import Miss
from hub.demos.words import worth_keeping

MOST = 2_000  # rows
KEPT = dt.timedelta(days=180)
COUNT = """
    INSERT INTO demos_miss AS miss (words, times, days, last_on) VALUES (%s, 1, 1, %s)
    ON CONFLICT (words) DO UPDATE SET
        times = miss.times + 1,
        days = miss.days + CASE WHEN excluded.last_on > miss.last_on THEN 1 ELSE 0 END,
        last_on = greatest(miss.last_on, excluded.last_on)
    RETURNING times
"""


@transaction.atomic
def note_miss(text: str, *, on: dt.date | None = None) -> bool:
    """Count words that a search did not find; says whether they were worth keeping.

    An address, a number, a token or noise is never kept, and never more than two thousand lines: what was missed
    least and longest ago goes first.
    """
    words = worth_keeping(text)
    if words is None:
        return False
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [words, on or timezone.localdate()])
        (times,) = cursor.fetchone()
    if times == 1:
        _forget_the_least()
    return True


def forget_miss(miss: Miss) -> None:
    """Strike words off the list: they are nobody's wish."""
    Miss.objects.filter(pk=miss.pk).delete()


def sweep_misses(today: dt.date) -> int:
    """Forget what nobody missed for half a year; says how many lines went."""
    return Miss.objects.filter(last_on__lt=today - KEPT).delete()[0]


def _forget_the_least() -> None:
    surplus = Miss.objects.count() - MOST
    if surplus > 0:
        least = Miss.objects.order_by("days", "times", "last_on", "pk").values_list("pk", flat=True)
        Miss.objects.filter(pk__in=list(least[:surplus])).delete()
