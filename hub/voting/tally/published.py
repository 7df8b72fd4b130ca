"""The ballots that count, as they are hashed at the close and published after it."""

from __future__ import annotations

from typing import Any

from hub.voting.models import Ballot, BallotBox, Decision

Listed = list[dict[str, Any]]


def published(decision: Decision) -> Listed:
    """The ballots by receipt: content, nonce, receipt, and in an open vote who cast it; never before the close.

    Whoever shows this asks `voting.see_bundle` first. Its digest is the seed of draws.
    """
    if decision.secrecy == Decision.Secrecy.DETACHED:
        papers: Listed = box_of(decision).papers
        return papers
    rows = counting(decision).select_related("elector").order_by("receipt")
    named = decision.secrecy == Decision.Secrecy.OPEN
    return [_row(ballot) | ({"elector": ballot.elector.handle} if named else {}) for ballot in rows]


def shown(decision: Decision) -> Listed:
    """The ballots for people to read: as published, while the vote is open without their nonces.

    Who knew all of these could change their own vote until the draw of a tie falls as they like.
    """
    rows = published(decision)
    if decision.is_over:
        return rows
    return [{name: value for name, value in row.items() if name != "nonce"} for row in rows]


def counting(decision: Decision) -> Any:
    """The current ballots of electors who were not recused (of a detached vote there are none)."""
    return Ballot.objects.filter(elector__decision=decision, elector__recused_at=None, current=True)


def voters(decision: Decision) -> set[int]:
    """Keys of the electors who took part, recused ones left out."""
    if decision.secrecy == Decision.Secrecy.DETACHED:
        return set(box_of(decision).handed_in)
    return set(counting(decision).values_list("elector_id", flat=True))


def box_of(decision: Decision) -> BallotBox:
    """The box of a detached vote; an empty one before the first ballot of a decision without one."""
    return BallotBox.objects.filter(decision=decision).first() or BallotBox(decision=decision)


def _row(ballot: Ballot) -> dict[str, Any]:
    return {"receipt": ballot.receipt, "nonce": ballot.nonce, "content": ballot.content}
