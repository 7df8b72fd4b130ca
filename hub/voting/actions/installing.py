"""End an election: those who were elected take office, the others in that role leave it."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from hub.accounts.models import User
from hub.activity.actions import record
from hub.core.errors import Refused
from hub.sigs.actions.terms import appoint, end_term
from hub.sigs.models import Group, Term
from hub.voting.actions.concluding import refuse_unless_closed
from hub.voting.actions.holding import hold
from hub.voting.models import Decision, LedgerEvent
from hub.voting.people.audience import people_of
from hub.voting.proof import ledger


@transaction.atomic
def decide_election(decision: Decision, *, by: User) -> list[Term]:
    """Give the elected their terms from today, and end those in the same role who were not elected again.

    Other roles stay as they are. Raises Refused ("not_closed", "not_election", "not_decided").
    """
    decision, now = hold(decision)
    refuse_unless_closed(decision)
    if decision.purpose != Decision.Purpose.ELECTION:
        raise Refused("This was no election: write down what the group concludes.", "not_election")
    people = elected(decision)
    if not people:
        raise Refused("Nobody was elected: those in office stay. Hold the election again.", "not_decided")
    today = timezone.localdate(now)
    terms = _take_office(decision, people, today, by)
    _leave_office(decision, people, today, by)
    decision.state = Decision.State.DECIDED
    decision.save(update_fields=["state"])
    _tell(decision, terms, now, by)
    return terms


def elected(decision: Decision) -> list[User]:
    """Who won, as far as they are still there; nobody when the count decided nothing."""
    result = decision.result or {}
    winners = result.get("winners", []) if result.get("decided") else []
    options = decision.options.filter(key__in=winners, person__is_active=True).select_related("person")
    return [option.person for option in options if option.person is not None]


def _take_office(decision: Decision, people: list[User], today: dt.date, by: User) -> list[Term]:
    ends_on = today + dt.timedelta(days=decision.term_days) if decision.term_days else None
    reason = f"elected in “{decision.question}”"
    return [
        appoint(
            decision.group, person=person, role=decision.role, by=by, reason=reason,
            starts_on=today, ends_on=ends_on,
        )
        for person in people
    ]  # fmt: skip


def _leave_office(decision: Decision, people: list[User], today: dt.date, by: User) -> None:
    terms = Group.objects.get(pk=decision.group_id).terms.on(today).filter(role=decision.role)
    for term in terms.exclude(user__in=people):
        end_term(term, by=by, reason=f"not elected in “{decision.question}”", leave_unled=True)


def _tell(decision: Decision, terms: list[Term], now: dt.datetime, by: User) -> None:
    ends_on = terms[0].ends_on
    payload = {
        "elected": sorted(term.user.handle for term in terms),
        "role": decision.role,
        "starts_on": timezone.localdate(now).isoformat(),
        "ends_on": ends_on.isoformat() if ends_on else None,
    }
    ledger.append(decision, LedgerEvent.Kind.CONCLUDED, now, payload)
    names = ", ".join(term.user.name for term in terms)
    role = Term.Role(decision.role).label.lower()
    record(
        "voting.election_decided",
        decision,
        f"ended the election of {decision.group.name}: {names} as {role}",
        by=by,
        tell=people_of(decision.group, decision),
    )
