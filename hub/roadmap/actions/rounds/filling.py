"""Fill the quarter of a closed round from its final ballots: outside any lock, written and told once."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from hub.core.alone import alone
from hub.roadmap.actions.rounds.holding import hold, tell_voters
from hub.roadmap.models import Round
from hub.roadmap.rounds.outcome import outcome

LOCK = 0x66696C6C  # with the key of a round, the advisory lock of whoever fills it


def fill_round(found: Round) -> Round:
    """Fill the quarter of a closed round, once: a second filling, or one after a void, changes nothing.

    It is called outside a transaction: what it reads is final since the close, so it holds no lock while it
    computes, and the result is written under a short one.
    """
    now = Round.objects.get(pk=found.pk)
    return _keep(now, outcome(now)) if now.is_being_counted else now


@transaction.atomic
def _keep(found: Round, result: dict[str, Any]) -> Round:
    held, _ = hold(found)
    if not held.is_being_counted:  # somebody else was quicker, or it was voided meanwhile
        return held
    held.result = result
    held.save(update_fields=["result"])
    words = f"closed the round “{held.title}” and filled {held.quarter}"
    tell_voters("roadmap.round_closed", held, words, by=None)
    return held


def fill_alone(found: Round) -> Round:
    """The same, unless somebody else is filling it just now: the clock asks more often than a filling takes."""
    with alone(LOCK, found.pk % 2**31) as mine:
        return fill_round(found) if mine else found


def unfilled() -> list[Round]:
    """Closed rounds without a result, the one that waits longest first; also those whose worker died."""
    return list(Round.objects.being_counted().order_by("closed_at", "pk"))
