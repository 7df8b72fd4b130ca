"""The ledger of a decision: public events, each chained to the one before by its hash."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hub.voting.models import Decision, LedgerEvent
from hub.voting.proof.canonical import digest, moment


def append(decision: Decision, kind: str, at: dt.datetime, payload: dict[str, Any]) -> LedgerEvent:
    """Write the next event; the caller holds the decision, so that no two take the same height.

    No event is older than the one before: two servers' clocks differ, and the verifier minds the order.
    """
    last = decision.ledger.order_by("-height").first()
    at = max(at, last.at) if last else at
    height, parent = (last.height + 1, last.hash) if last else (0, "")
    return LedgerEvent.objects.create(
        decision=decision,
        height=height,
        kind=kind,
        at=at,
        payload=payload,
        parent=parent,
        hash=event_hash(decision.slug, height, kind, at, payload, parent),
    )


def event_hash(
    slug: str, height: int, kind: str, at: dt.datetime, payload: dict[str, Any], parent: str
) -> str:
    """What chains an event to all before it."""
    return digest(
        {
            "decision": slug,
            "height": height,
            "kind": str(kind),
            "at": moment(at),
            "payload": payload,
            "parent": parent,
        }
    )


def head(decision: Decision) -> str:
    """Hash of the newest event: who knows it can tell whether anything before it was changed."""
    last = decision.ledger.order_by("-height").first()
    return last.hash if last else ""
