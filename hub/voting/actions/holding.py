"""Every verb that changes a decision holds it first, and reads the clock only then."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.utils import timezone

from hub.core import limits
from hub.core.errors import Refused
from hub.voting.models import Decision, Elector
from hub.voting.proof.freezing import window

State = Decision.State
WORDS = {
    State.DRAFT: ("The vote is not open yet.", "not_open"),
    State.CLOSED: ("The vote is closed.", "closed"),
    State.DECIDED: ("The vote is closed and concluded.", "decided"),
    State.VOID: ("The vote was voided.", "void"),
}


def hold(decision: Decision) -> tuple[Decision, dt.datetime]:
    """The decision as it is now, held until the transaction ends, and the time read after that.

    In this order: a ballot that waited for the lock while the deadline passed comes too late. The lock leaves
    room for rows that only refer to the decision.
    """
    held = Decision.objects.select_for_update(of=("self",), no_key=True).get(pk=decision.pk)
    return held, timezone.now()


def hold_open(decision: Decision) -> tuple[Decision, dt.datetime]:
    """The same, refused unless people may vote on it at this moment, by the server's clock."""
    held, now = hold(decision)
    if held.state != State.OPEN:
        raise Refused(*WORDS[State(held.state)])
    opened_at, closes_at = window(held)
    if now < opened_at:
        raise Refused(*WORDS[State.DRAFT])
    if now >= closes_at:
        raise Refused("The time to vote is over: the ballots are being counted.", "closed")
    return held, now


def hold_draft(decision: Decision) -> tuple[Decision, dt.datetime]:
    """The same, refused unless it is still a draft."""
    held, now = hold(decision)
    if held.state != State.DRAFT:
        words = held.get_state_display().lower()
        raise Refused(f"This decision is {words}: its settings no longer change.", "not_draft")
    return held, now


def elector_of(decision: Decision, person_id: int) -> Elector:
    """The person as an elector who may take part; refused when they are none, or stepped aside."""
    elector = decision.electors.filter(person=person_id).select_related("person").first()
    if elector is None:
        raise Refused("Only electors may do this: the electorate was noted at the opening.", "not_elector")
    if elector.recused_at is not None:
        raise Refused("They stepped aside from this decision and take no part in it.", "recused")
    return elector


def one_line(text: str, field: str, most: int = limits.LINE) -> str:
    """A required line of text, trimmed; ValidationError names the field."""
    line = " ".join(text.split())
    if not line:
        raise ValidationError({field: "This is needed."})
    return clean_text(line, field, most)


def clean_text(text: str, field: str, most: int = limits.TEXT) -> str:
    """A text that the database and every hash can hold; ValidationError names the field."""
    if len(text) > most:
        raise ValidationError({field: f"At most {most} characters."})
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ValidationError({field: "This is no text."}) from None
    if "\0" in text:
        raise ValidationError({field: "This is no text."})
    return text.strip()
