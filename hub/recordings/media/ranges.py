"""Parts of a file: browsers need them to jump to a minute, and Django's file answer knows none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO

CHUNK = 128 * 1024
ASKED = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


class NotSatisfiableError(ValueError):
    """The part asked for lies outside the file."""


def part(header: str, size: int) -> tuple[int, int] | None:
    """First and last byte of the part that a Range header asks for; None for the whole file.

    What is not understood (several parts, other units) means the whole file, as HTTP wants it.
    """
    found = ASKED.fullmatch(header.strip())
    if not found or found[0] == "bytes=-":
        return None
    if not found[1]:  # the last so many bytes
        length = int(found[2])
        first, last = max(0, size - length), size - 1
        if not length:
            raise NotSatisfiableError
    else:
        first, last = int(found[1]), min(int(found[2] or size - 1), size - 1)
        if found[2] and int(found[2]) < first:
            return None
    if first >= size:
        raise NotSatisfiableError
    return first, last


def stream(file: IO[bytes], first: int, length: int) -> Iterator[bytes]:
    """So many bytes of a file from a place on, in chunks; the file is closed at the end."""
    with file:
        file.seek(first)
        while length > 0 and (chunk := file.read(min(CHUNK, length))):
            length -= len(chunk)
            yield chunk
