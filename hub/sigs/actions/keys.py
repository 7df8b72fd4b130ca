"""Short names for addresses and files, unique among their kind."""

from __future__ import annotations

from typing import Any

from django.utils.text import slugify

LONGEST = 60


def free_key(rows: Any, words: str, fallback: str) -> str:
    """The first free key made of the words, with -2, -3 behind it when it is taken.

    Call it while the evaluation is locked: two people adding at once wait for each other.
    """
    base = slugify(words)[: LONGEST - 5].strip("-_") or fallback
    taken = set(rows.filter(key__startswith=base).values_list("key", flat=True))
    number = 1
    while (key := base if number == 1 else f"{base}-{number}") in taken:
        number += 1
    return key
