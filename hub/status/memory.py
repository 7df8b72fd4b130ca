"""What one web process says to everybody, kept for a moment: readers in any number cost the database the same."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db import Error as DatabaseError

T = TypeVar("T")


@dataclass(frozen=True)
class Answer:
    """The bytes of an answer and their strong ETag."""

    etag: str
    body: bytes


def answer_of(body: bytes) -> Answer:
    """An answer whose ETag follows from its bytes, so that every process gives the same for the same."""
    return Answer(f'"h{hashlib.sha256(body).hexdigest()[:24]}"', body)


class Memory(Generic[T]):
    """The newest value a process knows; one thread makes it, the others get what is there.

    `make` gets the value before, or None. `keep_s` is how long a value is given without asking; `limit_s` how old one
    may be that is given while another thread is still making the next.
    """

    def __init__(self, make: Callable[[T | None], T], keep_s: float, limit_s: float) -> None:
        self._make, self._keep_s, self._limit_s = make, keep_s, limit_s
        self._value: T | None = None
        self._made = self._until = 0.0
        self._away: DatabaseError | None = None
        self._making = threading.Lock()

    def value(self) -> T:
        """The newest value. Raises DatabaseError when there is no database."""
        now = time.monotonic()
        if now >= self._until:
            too_old = self._value is None or now - self._made >= self._limit_s
            if self._making.acquire(blocking=too_old):
                try:
                    if time.monotonic() >= self._until:
                        self._fetch()
                finally:
                    self._making.release()
        if self._away is not None or self._value is None:
            raise self._away or DatabaseError("The database is away.")
        return self._value

    def fresh(self) -> T | None:
        """The newest value while it needs no asking; None when the database has to be asked."""
        if self._away is not None or time.monotonic() >= self._until:
            return None
        return self._value

    def forget(self) -> None:
        """Start from nothing."""
        self._value, self._made, self._until, self._away = None, 0.0, 0.0, None

    def _fetch(self) -> None:
        """Ask the database; that it is away is remembered as well, so that not every reader waits for it."""
        try:
            self._value = self._make(self._value)
        except DatabaseError as error:
            self._away = error
        else:
            self._away, self._made = None, time.monotonic()
        self._until = time.monotonic() + self._keep_s
