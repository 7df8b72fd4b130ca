"""Announce an election, propose people, accept or decline."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from hub.accounts.models import User
from hub.activity.actions import record
from hub.core.errors import Refused
from hub.voting.actions.holding import clean_text, hold_draft
from hub.voting.models import Decision, Nomination
from hub.voting.people import electorates

State = Nomination.State


@transaction.atomic
def announce_election(decision: Decision, *, by: User, nominations_until: dt.datetime) -> Decision:
    """Say that an election comes, and until when people can be nominated; saying it again gives more time.

    Never less: somebody may wait for the day that was announced. Raises Refused ("no_election", "not_draft",
    "past", "earlier").
    """
    decision, now = hold_draft(decision)
    if decision.purpose != Decision.Purpose.ELECTION:
        raise Refused("This is no election: nobody is nominated.", "no_election")
    if nominations_until <= now:
        raise Refused("Choose a time in the future.", "past")
    _refuse_less_time(decision, nominations_until)
    first_time = decision.announced_at is None
    decision.announced_at = decision.announced_at or now
    decision.nominations_until = nominations_until
    decision.save(update_fields=["announced_at", "nominations_until"])
    until = f"{nominations_until.astimezone(dt.UTC):%d %B %Y %H:%M} UTC"
    words = "announced" if first_time else "moved the nominations of"
    told = list(electorates.people_by_rule(decision, timezone.localdate(now)))
    record(
        "voting.election_announced",
        decision,
        f"{words} the election “{decision.question}”: people can be nominated until {until}",
        by=by,
        tell=told,
    )
    return decision


def _refuse_less_time(decision: Decision, until: dt.datetime) -> None:
    announced = decision.nominations_until
    if announced and until < announced:
        day = f"{announced.astimezone(dt.UTC):%d %B %Y %H:%M} UTC"
        raise Refused(
            f"It is announced that people can be nominated until {day}: give them no less.", "earlier"
        )


@transaction.atomic
def nominate(decision: Decision, *, by: User, person: User, statement: str = "") -> Nomination:
    """Propose somebody, or oneself, which is an acceptance; the same person again is the nomination that is.

    Raises Refused ("not_announced", "nominations_over", "left", "not_draft").
    """
    statement = clean_text(statement, "statement")
    decision, now = hold_draft(decision)
    if decision.announced_at is None or decision.nominations_until is None:
        raise Refused("The election is not announced.", "not_announced")
    if now >= decision.nominations_until:
        raise Refused("The time to nominate people is over.", "nominations_over")
    if not person.is_active:
        raise Refused(f"{person.name} has left the hub.", "left")
    if again := decision.nominations.filter(person=person).first():
        return again
    own = person.pk == by.pk
    nomination = Nomination.objects.create(
        decision=decision,
        person=person,
        nominated_by=by,
        statement=statement if own else "",
        state=State.ACCEPTED if own else State.PROPOSED,
        nominated_at=now,
    )
    whom = "themselves" if own else person.name
    record("voting.nominated", decision, f"nominated {whom} in “{decision.question}”", by=by, tell=[person])
    return nomination


@transaction.atomic
def answer_nomination(nomination: Nomination, *, by: User, accept: bool, statement: str = "") -> Nomination:
    """Stand for election with a statement, or decline; can be said anew until the vote opens.

    Raises Refused when somebody else answers, or the vote is open.
    """
    statement = clean_text(statement, "statement")
    hold_draft(nomination.decision)
    nomination = Nomination.objects.select_related("decision", "nominated_by").get(pk=nomination.pk)
    if nomination.person_id != by.pk:
        raise Refused("Only who is proposed answers.", "not_nominated")
    state = State.ACCEPTED if accept else State.DECLINED
    if (nomination.state, nomination.statement) == (state, statement):
        return nomination
    nomination.state, nomination.statement = state, statement
    nomination.save(update_fields=["state", "statement"])
    words = "stands in" if accept else "does not stand in"
    record(
        "voting.nomination_answered",
        nomination.decision,
        f"{words} “{nomination.decision.question}”",
        by=by,
        tell=[nomination.nominated_by],
    )
    return nomination
