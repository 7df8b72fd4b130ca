"""A digest of what a page is made from, so that a page whose contents are the same is not made again.

A template sees only its context. Every row that can be reached from it is taken into account with all that was
read of it, and with all rows read along with it: more than the template shows, never less.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import ItemsView, Iterable, KeysView, Mapping, ValuesView
from dataclasses import is_dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.safestring import SafeString

from hub.catalog.models import Service
from hub.status.shown import Shown


def digest(values: Mapping[str, Any], shown: Mapping[int, Shown]) -> str:
    """The same for the same contents, and different as soon as anything in them differs."""
    walk = _Walk(shown)
    walk.take(values)
    return hashlib.blake2b("\0".join(walk.parts).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


FLAT = {
    str, bytes, int, float, bool, type(None), SafeString, Decimal, UUID, dt.date, dt.datetime, dt.time, dt.timedelta,
}  # fmt: skip


class _Walk:
    """Goes through the contents once; what was met before is named by its place in the order."""

    def __init__(self, shown: Mapping[int, Shown]) -> None:
        self.shown = shown
        self.parts: list[str] = []
        self.met: dict[int, int] = {}

    def take(self, value: Any) -> None:
        """Note a value and all that hangs on it."""
        kind = type(value)
        if kind in FLAT:
            self.parts.append(repr(value))
        elif issubclass(kind, models.Model):
            self._row(value)
        elif issubclass(kind, list | tuple | models.QuerySet | KeysView | ValuesView | ItemsView):
            self._many(value)
        elif issubclass(kind, Mapping):
            self._named(value)
        elif is_dataclass(kind):
            self._named(vars(value))
        else:
            raise TypeError(
                f"a page cannot be made from {kind.__qualname__}: its contents cannot be compared"
            )

    def _many(self, values: Any) -> None:
        self.parts.append(f"[{len(values)}")
        self._each(values)

    def _named(self, values: Mapping[Any, Any]) -> None:
        self.parts.append(repr(tuple(values)))
        self._each(values.values())

    def _each(self, values: Iterable[Any]) -> None:
        parts = self.parts
        for value in values:
            if type(value) in FLAT:
                parts.append(repr(value))
            else:
                self.take(value)

    def _row(self, row: models.Model) -> None:
        """A row: its columns, what was worked out for it, and the rows read along with it."""
        count = len(self.met)
        place = self.met.setdefault(id(row), count)
        self.parts.append(f"{row._meta.label}#{place}")
        if place != count:
            return
        plain = dict(vars(row))
        state = plain.pop("_state")
        self._named(plain)
        self._named(state.fields_cache)
        if isinstance(row, Service) and (seen := self.shown.get(row.pk)):
            self.parts.append(repr((seen.word, seen.since)))
