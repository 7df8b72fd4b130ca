"""Be the only one who does something, on all machines."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def alone(*keys: int, wait: bool = False) -> Iterator[bool]:
    """Hold the advisory lock of one key (64 bits) or two (32 bits each); false when somebody else holds it.

    With `wait`, it waits until it has it. PostgreSQL frees the lock when the process dies, however that happens.
    """
    marks = ", ".join(["%s"] * len(keys))
    with connection.cursor() as cursor:
        if wait:
            cursor.execute(f"SELECT pg_advisory_lock({marks})", keys)
            mine = True
        else:
            cursor.execute(f"SELECT pg_try_advisory_lock({marks})", keys)
            mine = bool(cursor.fetchone()[0])
    try:
        yield mine
    finally:
        if mine:
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT pg_advisory_unlock({marks})", keys)
