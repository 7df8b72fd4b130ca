"""Close a decision: count once, keep the result; or void it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from hub.accounts.models import User
from hub.activity.actions import record
from hub.core.errors import Refused
from hub.voting.actions.holding import WORDS, hold, one_line
from hub.voting.models import Decision, LedgerEvent
from hub.voting.proof import ledger
from hub.voting.proof.canonical import digest
from hub.voting.proof.freezing import window
from hub.voting.tally.outcome import outcome
from hub.voting.tally.published import Listed, published, voters
from hub.voting.tally.turnout import Seat

State = Decision.State


@transaction.atomic
def close_decision(decision: Decision, *, by: User | None = None) -> Decision:
    """Close a vote and count it, once: a second closing changes nothing.

    Without `by` the clock closes it, at `closes_at` or later; by hand not before its minimum hours.
    Raises Refused ("not_open", "void", "too_early", "not_yet").
    """
    decision, now = hold(decision)
    if decision.state in Decision.OVER:
        return decision
    if decision.state != State.OPEN:
        raise Refused(*WORDS[State(decision.state)])
    _refuse_early(decision, now, by_hand=by is not None)
    listed = published(decision)
    electors = _seats(decision)
    decision.ballots_hash = digest(listed)
    decision.result = outcome(
        decision.frozen, ballots=listed, electors=electors, concerns=_concerns(decision)
    )
    decision.state, decision.closed_at = State.CLOSED, now
    decision.save(update_fields=["ballots_hash", "result", "state", "closed_at"])
    _write_down(decision, now, listed, len(electors), by)
    return decision


def _refuse_early(decision: Decision, now: dt.datetime, *, by_hand: bool) -> None:
    opened_at, closes_at = window(decision)
    if now >= closes_at:
        return
    if not by_hand:
        raise Refused("The time to vote is not over.", "not_yet")
    if now < opened_at + dt.timedelta(hours=decision.minimum_hours):
        raise Refused(
            f"It stays open for at least {decision.minimum_hours} hours, as was said at the opening.",
            "too_early",
        )


def _seats(decision: Decision) -> list[Seat]:
    """The team of each elector who was not recused, and whether they took part."""
    took_part = voters(decision)
    rows = decision.electors.voting().values_list("pk", "team")
    return [(team, key in took_part) for key, team in rows]


def _concerns(decision: Decision) -> list[dict[str, str]]:
    rows = decision.concerns.order_by("pk")  # as they are numbered in the ledger
    return [{"title": row.title, "state": row.state} for row in rows]


def _write_down(decision: Decision, now: dt.datetime, listed: Listed, electors: int, by: User | None) -> None:
    payload: dict[str, Any] = {
        "ballots_hash": decision.ballots_hash, "ballots": len(listed), "electors": electors,
    }  # fmt: skip
    ledger.append(decision, LedgerEvent.Kind.CLOSED, now, payload)
    tallied = ledger.append(decision, LedgerEvent.Kind.TALLIED, now, {"result_hash": digest(decision.result)})
    record(
        "voting.decision_closed",
        decision,
        f"closed the vote on “{decision.question}” and counted it (ledger {tallied.hash[:16]})",
        by=by,
        tell=_electors(decision),
        head=tallied.hash,
    )


@transaction.atomic
def void_decision(decision: Decision, *, by: User, reason: str) -> Decision:
    """Declare a decision void, with a reason: what was not counted is never shown, what was stays, marked.

    A draft is set aside in the same way. Raises Refused once it is concluded or void, and when it ended for
    all but those who run the hub ("ended"); ValidationError without a reason.
    """
    reason = one_line(reason, "reason")
    decision, now = hold(decision)
    if decision.state in (State.DECIDED, State.VOID):
        raise Refused(*WORDS[State(decision.state)])
    # Asked again under the lock: a lead who sees a vote go wrong could wait for its last moment.
    if decision.has_ended(now) and not by.is_platform_admin:
        raise Refused("The vote is over: only those who run the hub can void it now.", "ended")
    was_draft = decision.state == State.DRAFT
    decision.state, decision.void_reason = State.VOID, reason
    decision.save(update_fields=["state", "void_reason"])
    summary = f"voided “{decision.question}”: {reason}"
    if was_draft:
        if decision.announced_at:
            record("voting.decision_voided", decision, summary, by=by, tell=_nominated(decision))
        return decision
    event = ledger.append(decision, LedgerEvent.Kind.VOIDED, now, {"reason": reason})
    record("voting.decision_voided", decision, summary, by=by, tell=_electors(decision), head=event.hash)
    return decision


def due(now: dt.datetime | None = None) -> list[Decision]:
    """Open decisions whose time is over, the one that waits longest first."""
    open_now = Decision.objects.open().filter(closes_at__lte=now or timezone.now())
    return list(open_now.order_by("closes_at", "pk"))


def _electors(decision: Decision) -> list[User]:
    return list(User.objects.filter(electorships__decision=decision).order_by("pk"))


def _nominated(decision: Decision) -> list[User]:
    return list(User.objects.filter(nominations__decision=decision).order_by("pk"))
