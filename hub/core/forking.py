"""Database connections and fork: two processes must never talk through one connection."""

from typing import Any

from django.db import connections
from django.db.backends.postgresql.base import DatabaseWrapper

_inherited: list[Any] = []  # kept, so that nothing closes under the parent what is the parent's


def forget_inherited_connections() -> None:
    """In a forked child: leave the parent's pool and connections alone, and open our own when needed."""
    pools: dict[str, Any] = DatabaseWrapper._connection_pools  # type: ignore[attr-defined] # noqa: SLF001
    _inherited.extend(pools.values())
    pools.clear()
    for connection in connections.all(initialized_only=True):
        _inherited.append(connection.connection)
        connection.connection = None
