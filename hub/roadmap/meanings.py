"""What every item is about, kept in this process as one matrix, so that the nearest of thousands are found at once.

The database writes the moment of each change, so one small query tells what came since; every few seconds a look
back over some minutes finds what was committed later than it was written. Everything is read anew from time to
time, and when an item turns out to be gone.
"""

from __future__ import annotations

import datetime as dt
import threading
import time
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import connection

from hub.core import meaning
from hub.roadmap.kinds import own_words
from hub.roadmap.models import RoadmapItem

LOOK_BACK = dt.timedelta(minutes=5)  # no transaction that writes an item takes longer
BETWEEN_LOOKS = 10.0  # seconds
READ_ANEW = 900.0  # seconds
BATCH = 500
LONG_AGO = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Nearness:
    """How near each item is to one text."""

    keys: list[int]
    places: dict[int, int]
    values: Any

    def nearest(self, count: int) -> list[int]:
        """The keys of the nearest items."""
        return [self.keys[place] for place in meaning.highest(self.values, count)]

    def of(self, key: int) -> float | None:
        """How near one item is; None when nobody found out yet what it is about."""
        place = self.places.get(key)
        return None if place is None else float(self.values[place])


class Meanings:
    """The vectors of all items and whose they are; asked from many threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.forget()

    def forget(self) -> None:
        """Read everything anew when asked next."""
        self._places: dict[int, int] = {}
        self._keys: list[int] = []
        self._matrix: Any = np.zeros((0, meaning.DIMENSIONS), np.float32)
        self._moments: dict[int, dt.datetime] = {}
        self._last = LONG_AGO
        self._read_at = self._looked_back_at = time.monotonic()

    def against(self, vector: bytes) -> Nearness:
        """How near every item is to a vector."""
        with self._lock:
            if time.monotonic() - self._read_at > READ_ANEW:
                self.forget()
            self._refresh()
            return Nearness(self._keys, self._places, meaning.nearness(self._matrix, vector))

    def _refresh(self) -> None:
        since = self._last
        if time.monotonic() - self._looked_back_at > BETWEEN_LOOKS:
            since, self._looked_back_at = max(self._last - LOOK_BACK, LONG_AGO), time.monotonic()
        stamps = (
            RoadmapItem.objects.filter(meant_at__gt=since).order_by("meant_at").values_list("pk", "meant_at")
        )
        new = [key for key, moment in stamps if self._moments.get(key) != moment]
        for start in range(0, len(new), 5000):
            self._take(new[start : start + 5000])

    def _take(self, keys: list[int]) -> None:
        found = RoadmapItem.objects.filter(pk__in=keys).exclude(meaning=None)
        rows: list[tuple[int, Any, Any]] = list(found.order_by("pk").values_list("pk", "meant_at", "meaning"))
        if not rows:
            return
        vectors = meaning.matrix_of([bytes(vector or b"") for _, _, vector in rows])
        known = [place for place, row in enumerate(rows) if row[0] in self._places]
        fresh = [place for place, row in enumerate(rows) if row[0] not in self._places]
        matrix = np.concatenate([self._matrix, vectors[fresh]])  # a copy: others may be reading the old one
        for place in known:
            matrix[self._places[rows[place][0]]] = vectors[place]
        added = [rows[place][0] for place in fresh]
        self._places = self._places | {key: len(self._keys) + n for n, key in enumerate(added)}
        self._keys, self._matrix = self._keys + added, matrix
        self._moments |= {key: moment for key, moment, _ in rows}
        self._last = max(self._last, *(moment for _, moment, _ in rows))


known = Meanings()


def remember(item: RoadmapItem) -> None:
    """Find out what an item is about; its verb saves it."""
    item.meaning = meaning.vector_of(item.title, own_words(item.need))


def remember_meanings(most: int = 20_000) -> int:
    """Find out what the items are about that were written past the verbs, in batches; says how many."""
    done = 0
    while done < most and (rows := list(_unknown()[:BATCH])):
        keys = [key for key, *_ in rows]
        vectors = [meaning.vector_of(title, own_words(need)) for _, title, need in rows]
        with connection.cursor() as cursor:
            cursor.execute(
                UPDATE, [keys, vectors, [title for _, title, _ in rows], [need for *_, need in rows]]
            )
        done += len(rows)
    return done


# What somebody edited meanwhile keeps the meaning that its verb gave it, or waits for the next time.
UPDATE = """
    UPDATE roadmap_roadmapitem item SET meaning = found.vector
    FROM unnest(%s::bigint[], %s::bytea[], %s::text[], %s::text[]) AS found(id, vector, title, need)
    WHERE item.id = found.id AND item.meaning IS NULL AND item.title = found.title AND item.need = found.need
"""


def _unknown() -> Any:
    return RoadmapItem.objects.filter(meaning=None).order_by("pk").values_list("pk", "title", "need")
