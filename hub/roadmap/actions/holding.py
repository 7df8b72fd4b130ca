"""Hold items until the transaction ends, so that verbs on them wait for each other and never for ever."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection, transaction

from hub.core.errors import Refused
from hub.roadmap.models import RoadmapItem

TRIES = 20  # merges that come between a look and a lock
MERGING = 4_001  # the one lock that all merges take: there are few of them


def locked(item: RoadmapItem) -> RoadmapItem:
    """The item as it is now, held until the transaction ends: closing and supporting wait for each other."""
    return RoadmapItem.objects.select_for_update().get(pk=item.pk)


def locked_root(item: RoadmapItem) -> RoadmapItem:
    """The item that this one is part of now (itself, when it stands for itself), held until the transaction ends.

    Only ever one row is held: a merge that came between the look and the lock makes it let go and look again,
    so that no two of them can wait for each other.
    """
    for _ in range(TRIES):
        before = transaction.savepoint()
        root = RoadmapItem.objects.select_for_update().get(pk=_root_of(item))
        if root.canonical_id is None and _root_of(item) == root.pk:
            transaction.savepoint_commit(before)
            return root
        transaction.savepoint_rollback(before)  # lets go of the row
    raise Refused(f"“{item.title}” is being merged just now. Try again.", "busy")


def hold_all(keys: Iterable[int]) -> None:
    """Hold these items until the transaction ends, in the order in which merges hold theirs: none waits in a circle."""
    rows = RoadmapItem.objects.select_for_update().filter(pk__in=set(keys)).order_by("pk")
    list(rows.values_list("pk"))


def hold_merging() -> None:
    """One merge at a time, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [MERGING])


def refuse_closed(item: RoadmapItem) -> None:
    """Raise Refused when nothing more will happen to the item."""
    if item.is_closed:
        words = item.get_state_display().lower()
        raise Refused(f"“{item.title}” is {words}: there is nothing left to support.", "closed")


def refuse_part(item: RoadmapItem) -> None:
    """Raise Refused when the item was merged into another: what happens, happens to that one."""
    if item.canonical:
        raise Refused(f"“{item.title}” is part of “{item.canonical.title}” now.", "merged")


def _root_of(item: RoadmapItem) -> int:
    key, canonical = RoadmapItem.objects.values_list("pk", "canonical_id").get(pk=item.pk)
    return canonical or key
