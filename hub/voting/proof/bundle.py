"""Everything that anybody needs to count a closed decision again, in one file with one way to write it."""

from __future__ import annotations

import json
from typing import Any

from hub.voting.models import Decision
from hub.voting.proof.canonical import moment
from hub.voting.tally.published import published

FORMAT = "hub-decision-bundle/1"


def bundle_of(decision: Decision) -> bytes:
    """The bundle of a decision that is over; `verify_decision.py` reads it."""
    fields = ("height", "kind", "payload", "parent", "hash")
    events: list[dict[str, Any]] = [
        {"at": moment(event.at), **{name: getattr(event, name) for name in fields}}
        for event in decision.ledger.order_by("height")
    ]
    opened = events[0]["payload"]
    return written(
        {
            "format": FORMAT,
            "decision": decision.frozen,
            "electorate": {"hash": opened["electorate_hash"], "electors": opened["electors"]},
            "ballots": published(decision),
            "result": decision.result,
            "ledger": events,
            "head": events[-1]["hash"],
        }
    )


def written(bundle: dict[str, Any]) -> bytes:
    """The one way to write a bundle, so that not even a blank can be changed unseen."""
    return (json.dumps(bundle, sort_keys=True, indent=1, ensure_ascii=False) + "\n").encode()
