"""Close a round, from then on its ballots are final; or void it."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from hub.accounts.models import User
from hub.activity.actions import record
from hub.core.errors import Refused
from hub.roadmap.actions.rounds.holding import WORDS, State, hold, one_line, tell_voters, window
from hub.roadmap.models import Round

#: By hand a round is not closed before it was open so long: nobody is cut off by surprise.
MINIMUM = dt.timedelta(hours=24)
OVER = (State.CLOSED, State.CONFIRMED)


@transaction.atomic
def close_round(found: Round, *, by: User | None = None) -> Round:
    """Close a round, once: its ballots are final, and the queue fills the quarter from them.

    Without `by` the clock closes it, at `closes_at` or later; by hand not before it was open for a day.
    A second closing changes nothing. Filling takes seconds of a processor, so it comes after the commit: nobody
    waits for the lock meanwhile.
    Raises Refused ("not_open", "void", "too_early", "not_yet").
    """
    held, now = hold(found)
    if held.state in OVER:
        return held
    if held.state != State.OPEN:
        raise Refused(*WORDS[State(held.state)])
    _refuse_early(held, now, by_hand=by is not None)
    held.state, held.closed_at = State.CLOSED, now
    held.save(update_fields=["state", "closed_at"])
    words = f"ended the vote in the round “{held.title}”; its ballots are being counted"
    record("roadmap.round_counting", held, words, by=by)
    return held


def _refuse_early(held: Round, now: dt.datetime, *, by_hand: bool) -> None:
    opened_at, closes_at = window(held)
    if now >= closes_at:
        return
    if not by_hand:
        raise Refused("The time to vote is not over.", "not_yet")
    if now < opened_at + MINIMUM:
        raise Refused("It stays open for at least 24 hours, as was said at the opening.", "too_early")


@transaction.atomic
def void_round(found: Round, *, by: User, reason: str) -> Round:
    """Call a round off, with a reason that everybody can read; a draft is set aside in the same way.

    Raises Refused once it is confirmed or void, ValidationError without a reason.
    """
    reason = one_line(reason, "reason")
    held, _ = hold(found)
    if held.state in (State.CONFIRMED, State.VOID):
        raise Refused(*WORDS[State(held.state)])
    was_draft = held.state == State.DRAFT
    held.state, held.statement = State.VOID, reason
    held.save(update_fields=["state", "statement"])
    if not was_draft:
        tell_voters("roadmap.round_voided", held, f"voided the round “{held.title}”: {reason}", by)
    return held


def due(now: dt.datetime | None = None) -> list[Round]:
    """Open rounds whose time is over, the one that waits longest first."""
    return list(Round.objects.open().filter(closes_at__lte=now or timezone.now()).order_by("closes_at", "pk"))
