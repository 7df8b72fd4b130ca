"""Every verb that changes a round holds it first, and reads the clock only then."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.utils import timezone

from hub.accounts.models import User
from hub.activity.actions import record
from hub.core import limits
from hub.core.errors import Refused
from hub.roadmap.models import Round, RoundVoter

State = Round.State
WORDS = {
    State.DRAFT: ("The round is not open yet.", "not_open"),
    State.CLOSED: ("The round is closed.", "closed"),
    State.CONFIRMED: ("The round is closed and confirmed.", "confirmed"),
    State.VOID: ("The round was voided.", "void"),
}
NOT_FILLED = (
    "The round is closed; its ballots are being counted. Try again once the result is there.",
    "not_filled",
)


def hold(found: Round) -> tuple[Round, dt.datetime]:
    """The round as it is now, held until the transaction ends, and the time read after that.

    In this order: a ballot that waited for the lock while the deadline passed comes too late.
    """
    held = Round.objects.select_for_update(of=("self",), no_key=True).get(pk=found.pk)
    return held, timezone.now()


def hold_draft(found: Round) -> tuple[Round, dt.datetime]:
    """The same, refused unless it is still a draft."""
    held, now = hold(found)
    if held.state != State.DRAFT:
        words = held.get_state_display().lower()
        raise Refused(f"This round is {words}: its settings and candidates no longer change.", "not_draft")
    return held, now


def hold_open(found: Round) -> tuple[Round, dt.datetime]:
    """The same, refused unless people may vote in it at this moment, by the server's clock."""
    held, now = hold(found)
    if held.state != State.OPEN:
        raise Refused(*WORDS[State(held.state)])
    opened_at, closes_at = window(held)
    if now < opened_at:
        raise Refused(*WORDS[State.DRAFT])
    if now >= closes_at:
        raise Refused("The time to vote is over: the ballots are being counted.", "closed")
    return held, now


def window(found: Round) -> tuple[dt.datetime, dt.datetime]:
    """From when until when people can vote in a round that was opened."""
    if found.opened_at is None or found.closes_at is None:
        raise Refused(*WORDS[State.DRAFT])
    return found.opened_at, found.closes_at


def voters_told(found: Round) -> list[int]:
    """Keys of everybody who has a ballot of their own; of a round of teams, who is in them today."""
    from hub.roadmap.rounds.electorate import people_of_teams  # noqa: PLC0415 -- reads what this module holds

    if found.votes_by_team:
        return people_of_teams(found)
    rows = RoundVoter.objects.filter(round=found, user__is_active=True)
    return list(rows.order_by("user").values_list("user", flat=True))


def tell_voters(kind: str, held: Round, summary: str, by: User | None) -> None:
    """Write down what happened to a round, and tell everybody who has a ballot in it."""
    told = list(User.objects.filter(pk__in=voters_told(held)).order_by("pk"))
    record(kind, held, summary, by=by, tell=told)


def one_line(text: str, field: str, most: int = limits.LINE) -> str:
    """A required line of text, trimmed; ValidationError names the field."""
    line = " ".join(text.split())
    if not line or "\0" in line:
        raise ValidationError({field: "This is needed."})
    if len(line) > most:
        raise ValidationError({field: f"At most {most} characters."})
    return line
