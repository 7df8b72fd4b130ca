"""Votes that are over, as the close leaves them, for tests of what comes after."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, connection
from django.utils import timezone

from hub.accounts.models import User
from hub.core.errors import Refused
from hub.sigs.models import Group
from hub.voting.actions.drafting import draft_decision
from hub.voting.models import Decision, Elector, Option

State = Decision.State
TWO = ({"name": "MLflow", "text": "One registry."}, {"name": "Stay as it is", "status_quo": True})


def result(winners: list[str], **facts: Any) -> dict[str, Any]:
    """What a count leaves, as far as a conclusion needs it."""
    decided = bool(winners)
    reason = f"{', '.join(winners)} won." if decided else "Not decided: 1 of 4 took part, 2 are needed."
    return {"format": 1, "decided": decided, "reason": reason, "winners": winners, **facts}


def closed(
    group: Group,
    *,
    by: User | None = None,
    question: str = "Which registry?",
    winners: list[str] | None = None,
    options: Any = TWO,
    electors: Any = (),
    **facts: Any,
) -> Decision:
    """A question whose vote is closed and counted, through every state on the way."""
    election = facts.get("purpose") == Decision.Purpose.ELECTION
    rows = () if election or facts.get("kind") in Decision.WITHOUT_OPTIONS else options
    decision = draft_decision(group=group, by=by, question=question, options=rows, **facts)
    for person in electors:
        Elector.objects.create(decision=decision, person=person, handle=person.handle)
    for position, person in enumerate(options if election else ()):
        Option.objects.create(
            decision=decision, key=person.handle, name=person.name, person=person, position=position
        )
    return close(decision, winners if winners is not None else ["mlflow"])


def close(decision: Decision, winners: list[str]) -> Decision:
    """Open and close a draft with this result."""
    now = timezone.now()
    decision.state, decision.opened_at = State.OPEN, now - dt.timedelta(days=7)
    decision.closes_at = now - dt.timedelta(hours=1)
    decision.save()
    decision.state, decision.closed_at, decision.result = State.CLOSED, now, result(winners)
    decision.save()
    return decision


def at_once(calls: list[Callable[[], Any]]) -> list[Any]:
    """What each call gave or raised, all of them started together on connections of their own."""
    start = threading.Barrier(len(calls))
    outcomes: list[Any] = []

    def run(call: Callable[[], Any]) -> None:
        try:
            start.wait(10)
            outcomes.append(call())
        except (Refused, IntegrityError) as error:
            outcomes.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return outcomes
