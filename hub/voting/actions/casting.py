"""Cast a ballot."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.crypto import salted_hmac

from hub.accounts.models import User
from hub.core.errors import Refused
from hub.voting.actions.holding import elector_of, hold_open
from hub.voting.models import Ballot, BallotBox, Decision, Elector, LedgerEvent
from hub.voting.proof import ledger
from hub.voting.tally import papers


@dataclass(frozen=True)
class Cast:
    """What a voter is told: the receipt to find their ballot by, and how often they voted."""

    receipt: str
    revision: int


@transaction.atomic
def cast_ballot(decision: Decision, *, by: User, paper: Any, token: str = "") -> Cast:
    """Vote, or vote anew: the new ballot takes the place of the one before, or everything stays as it was.

    The same paper again is the ballot that stands, so that a double click changes nothing. A detached ballot
    is handed in once; `token` (random, from the form, kept nowhere) lets the same form sent twice show the
    same receipt. Raises ValidationError for an invalid paper, Refused when the vote is not open or they may
    not vote.
    """
    decision, now = hold_open(decision)
    elector = elector_of(decision, by.pk)
    keys = {option["key"] for option in decision.frozen["options"]}
    content = papers.clean(paper, kind=decision.kind, options=keys, settings=decision.frozen)
    if decision.secrecy == Decision.Secrecy.DETACHED:
        return _hand_in(decision, elector, content, token)
    return _replace(decision, elector, content, now)


def _replace(decision: Decision, elector: Elector, content: dict[str, Any], now: dt.datetime) -> Cast:
    last = elector.ballots.filter(current=True).first()
    if last and last.content == content:
        return Cast(last.receipt, last.revision)
    if last:
        Ballot.objects.filter(pk=last.pk).update(current=False)
    nonce = secrets.token_hex(16)
    ballot = Ballot.objects.create(
        elector=elector,
        revision=last.revision + 1 if last else 1,
        content=content,
        nonce=nonce,
        receipt=papers.receipt_of(content, nonce),
        cast_at=now,
    )
    if decision.secrecy == Decision.Secrecy.OPEN:
        receipt = ballot.receipt
        payload = {"elector": elector.handle, "receipt": receipt, "revision": ballot.revision}
        ledger.append(decision, LedgerEvent.Kind.CAST, now, payload)
    return Cast(ballot.receipt, ballot.revision)


def _hand_in(decision: Decision, elector: Elector, content: dict[str, Any], token: str) -> Cast:
    """Put a ballot into the box and tick the elector off: two sorted lists, no time, nothing between them."""
    box = BallotBox.objects.get(decision=decision)
    nonce = _nonce(decision, token)
    receipt = papers.receipt_of(content, nonce)
    known = any(paper["receipt"] == receipt for paper in box.papers)
    if elector.pk in box.handed_in:
        if known:  # the same form, sent twice
            return Cast(receipt, 1)
        raise Refused("You have handed in your ballot: a detached one is not changed.", "handed_in")
    if known:  # somebody else used that token for the same vote: a receipt is never shared
        nonce = secrets.token_hex(16)
        receipt = papers.receipt_of(content, nonce)
    paper = {"receipt": receipt, "nonce": nonce, "content": content}
    box.papers = sorted([*box.papers, paper], key=lambda row: str(row["receipt"]))
    box.handed_in = sorted([*box.handed_in, elector.pk])
    box.save(update_fields=["papers", "handed_in"])
    return Cast(receipt, 1)


def _nonce(decision: Decision, token: str) -> str:
    """Random; made from the form's token where there is one, by a key that the voter does not know."""
    if not token:
        return secrets.token_hex(16)
    mixed = salted_hmac(decision.slug, token[:200], algorithm="sha256")
    return str(mixed.hexdigest()[:32])
