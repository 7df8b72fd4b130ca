"""The prober's one seat at the database: who leads, what is to be probed, sign of life, tidying up."""

from __future__ import annotations

import datetime as dt
import logging
import time
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from hub.status import heartbeats, rolling
from hub.status.models import Prober, Target
from hub.status.prober import writing
from hub.status.prober.asking import Measurement
from hub.status.prober.judge import Rule
from hub.status.prober.rules import FIELDS, rule_of

log = logging.getLogger(__name__)

LOCK = 0x6875_6270_726F_6265  # the advisory lock of the leading prober of a database
RELOAD_S = 2.0
BEAT_S = 2.0
TIDY_S = 3600.0
FORGET_PROBER = dt.timedelta(days=1)
LAST = 100  # intervals of a target that is seldom measured stay, however long ago
TIDY = """DELETE FROM status_observation o USING status_target t
WHERE o.target_id = t.id AND o.at < %s AND o.at < %s - %s * make_interval(secs => t.interval_s)"""


@dataclass(frozen=True)
class Turn:
    """What came out of one turn at the desk; `rules` only when they are others than before."""

    leading: bool
    wavering: set[int] = field(default_factory=set)
    rules: list[Rule] | None = None


class Desk:
    """Used by one thread only; its connection holds the lock, so a prober that lost it cannot write."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._locked_on: object | None = None
        self._watching_since = timezone.now()
        self._rows: list[Any] | None = None
        self._next: dict[str, float] = {}

    def turn(self, measurements: list[Measurement]) -> Turn:
        """Write what was measured and do what is due; one that does not lead only gives its sign of life."""
        if not self._leads():
            self._beat(0)
            return Turn(leading=False)
        wavering = writing.write(measurements)
        if self._is_due("heartbeats", RELOAD_S):
            heartbeats.notice(timezone.now(), watching_since=self._watching_since)
        rules = self._rules() if self._is_due("rules", RELOAD_S) else None
        self._beat(len(self._rows or ()))
        if self._is_due("tidy", TIDY_S):
            tidy(timezone.now())
        return Turn(leading=True, wavering=wavering, rules=rules)

    def leave(self) -> None:
        """Give the connection back; the lock goes with it, and the next turn starts from nothing."""
        self._locked_on = None
        self._next.clear()
        connection.close()

    def _leads(self) -> bool:
        """Whether this prober holds the lock, on the connection it writes with."""
        connection.ensure_connection()
        if self._locked_on is not connection.connection:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
                if not cursor.fetchone()[0]:
                    return False
            self._locked_on, self._rows = connection.connection, None
            self._watching_since = timezone.now()
            log.info("This prober leads.")
        return True

    def _rules(self) -> list[Rule] | None:
        """The targets as they are now; None when nothing changed, which is nearly always."""
        rows = list(Target.objects.enabled().asked().order_by("pk").values_list(*FIELDS, named=True))
        if rows == self._rows:
            return None
        self._rows = rows
        return [rule_of(row) for row in rows]

    def _beat(self, targets: int) -> None:
        if self._is_due("beat", BEAT_S):
            Prober.objects.update_or_create(
                name=self.name, defaults={"beat_at": timezone.now(), "targets": targets}
            )

    def _is_due(self, what: str, every: float) -> bool:
        now = time.monotonic()
        if now < self._next.get(what, 0):
            return False
        self._next[what] = now + every
        return True


def tidy(now: dt.datetime) -> int:
    """Drop measurements and sums older than the settings say, and probers long gone; changes stay for good."""
    with connection.cursor() as cursor:
        cursor.execute(TIDY, [now - dt.timedelta(hours=settings.OBSERVATION_HOURS), now, LAST])
        dropped = cursor.rowcount
    rolling.tidy(now)
    Prober.objects.filter(beat_at__lt=now - FORGET_PROBER).delete()
    return dropped
