"""Whether the ledger of a decision is whole, asked of the verifier that everybody can download."""

from collections.abc import Iterable
from typing import Any

from hub.voting.models import LedgerEvent
from hub.voting.proof.canonical import moment
from hub.voting.proof.verify_decision import Mismatch, check_chain

FIELDS = ("height", "kind", "payload", "parent", "hash")


def fault(slug: str, events: Iterable[LedgerEvent]) -> str:
    """What the verifier holds against these events as a chain of that decision; nothing when it is whole."""
    rows: list[dict[str, Any]] = [
        {"at": moment(event.at), **{name: getattr(event, name) for name in FIELDS}} for event in events
    ]
    bundle = {"decision": {"slug": slug}, "ledger": rows, "head": rows[-1]["hash"] if rows else ""}
    try:
        check_chain(bundle, "")
    except Mismatch as error:
        return str(error)
    return ""
