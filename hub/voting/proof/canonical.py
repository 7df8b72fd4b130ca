"""One way to write a value down, so that its hash is the same wherever it is computed."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any


def canonical(value: Any) -> bytes:
    """The value as bytes: sorted keys, no blanks, UTF-8. Raises TypeError for what has no exact form."""
    _only_exact(value)
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest(value: Any) -> str:
    """SHA-256 of the canonical form, in hex."""
    return hashlib.sha256(canonical(value)).hexdigest()


def moment(at: dt.datetime) -> str:
    """A moment as text: UTC, with microseconds and a Z."""
    if at.tzinfo is None:
        raise TypeError("A moment without a zone has no canonical form.")
    return at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _only_exact(value: Any) -> None:
    if isinstance(value, dict):
        for key, inner in value.items():
            if not isinstance(key, str):
                raise TypeError(f"{key!r} is no name in a canonical form.")
            _only_exact(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _only_exact(inner)
    elif value is not None and not isinstance(value, str | int):  # a bool is an int
        raise TypeError(f"{type(value).__name__} has no canonical form.")
