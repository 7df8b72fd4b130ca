"""Everything that anybody needs to count a closed decision again, in one file with one way to write it."""

from __future__ import annotations

import json
from typing import Any

from hub.voting.models import Ballot, BallotBox, Decision

FORMAT = "hub-decision-bundle/1"


def papers_of(decision: Decision) -> list[dict[str, Any]]:
    """The ballots that count, sorted by receipt: content, nonce, receipt, and who cast it where the vote is open."""
    if decision.secrecy == Decision.Secrecy.DETACHED:
        return list(BallotBox.objects.get(decision=decision).papers)
    rows = Ballot.objects.filter(elector__decision=decision, elector__recused_at=None, current=True)
    named = decision.secrecy == Decision.Secrecy.OPEN
    return [
        {"content": row.content, "nonce": row.nonce, "receipt": row.receipt}
        | ({"elector": row.elector.person.handle} if named else {})
        for row in rows.select_related("elector__person").order_by("receipt")
    ]


def bundle_of(decision: Decision) -> bytes:
    """The bundle of a decision that is over; `verify_decision.py` reads it."""
    events = list(
        decision.ledger.order_by("height").values("height", "kind", "at", "payload", "parent", "hash")
    )
    for event in events:
        event["at"] = written_time(event["at"])
    opened = events[0]["payload"]
    return written(
        {
            "format": FORMAT,
            "decision": decision.frozen,
            "electorate": {"hash": opened["electorate_hash"], "electors": opened["electors"]},
            "ballots": papers_of(decision),
            "result": decision.result,
            "ledger": events,
            "head": events[-1]["hash"],
        }
    )


def written(bundle: dict[str, Any]) -> bytes:
    """The one way to write a bundle, so that not even a blank can be changed unseen."""
    return (json.dumps(bundle, sort_keys=True, indent=1, ensure_ascii=False) + "\n").encode()
