"""Collect garbage between pages: nobody waits while Python looks for objects that point at each other.

By itself it looks when enough objects were made, which is in the middle of a page; and what the page still holds then
counts as old, so that the rest of many pages is found in one go (a tenth of a second, measured).
"""

from __future__ import annotations

import gc
import itertools
from typing import Any

from django.core.signals import request_finished

YOUNG = 2_000  # objects made since the last look; fewer are not worth one
FULL_EVERY = 50  # looks; the others leave out what is old
AT_LEAST = (100_000, 5, 5)  # a single page that makes so many is interrupted after all

_looks = itertools.count(1)


def collect_between_pages() -> None:
    """From now on. What is loaded already stays until the end, and is never looked at again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*AT_LEAST)
    request_finished.connect(_collect, dispatch_uid="collect_between_pages")


def _collect(**_sent: Any) -> None:
    if gc.get_count()[0] >= YOUNG:
        gc.collect(0 if next(_looks) % FULL_EVERY else 2)
