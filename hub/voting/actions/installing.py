"""End an election: those who were elected take office, the others in that role leave it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

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


@dataclass(frozen=True)
class Offices:
    """What an election changes in a role: nobody's seat is taken from them unless somebody sits down on it.

    Attributes:
        beginning: The elected who are still in the hub.
        not_there: The elected who have left it.
        leaving: Terms that end, of people who were not elected again.
        staying: Terms that go on because a seat found nobody; of those in office, who came last.
    """

    beginning: list[User]
    not_there: list[User]
    leaving: list[Term]
    staying: list[Term]


@transaction.atomic
def decide_election(decision: Decision, *, by: User) -> list[Term]:
    """Give the elected their terms from today, and end those in the same role who were not elected again.

    As many of these as seats found nobody stay. Other roles stay as they are.
    Raises Refused ("not_closed", "not_election", "not_decided").
    """
    decision, now = hold(decision)
    refuse_unless_closed(decision)
    if decision.purpose != Decision.Purpose.ELECTION:
        raise Refused("This was no election: write down what the group concludes.", "not_election")
    today = timezone.localdate(now)
    offices = offices_after(decision, today)
    if not offices.beginning:
        gone = "Whoever was elected has left the hub" if offices.not_there else "Nobody was elected"
        raise Refused(f"{gone}: those in office stay. Hold the election again.", "not_decided")
    terms = _take_office(decision, offices.beginning, today, by)
    for term in offices.leaving:
        end_term(term, by=by, reason=f"not elected in “{decision.question}”", leave_unled=True)
    decision.state = Decision.State.DECIDED
    decision.save(update_fields=["state"])
    _tell(decision, terms, offices, now, by)
    return terms


def offices_after(decision: Decision, today: dt.date) -> Offices:
    """Who begins, who leaves and who stays if the election is decided today."""
    elected = _elected(decision)
    beginning = [person for person in elected if person.is_active]
    not_there = [person for person in elected if not person.is_active]
    if not beginning:
        return Offices([], not_there, [], [])
    rows = Group.objects.get(pk=decision.group_id).terms.on(today).filter(role=decision.role)
    others = list(rows.exclude(user__in=beginning).select_related("user"))
    others.sort(key=lambda term: (term.user.is_active, term.starts_on or dt.date.min, term.pk))
    leaving = max(0, len(others) - max(0, decision.seats - len(beginning)))
    leaving = max(leaving, sum(not term.user.is_active for term in others))
    return Offices(beginning, not_there, others[:leaving], others[leaving:])


def _elected(decision: Decision) -> list[User]:
    """Who won; nobody when the count decided nothing."""
    result = decision.result or {}
    winners = result.get("winners", []) if result.get("decided") else []
    options = decision.options.filter(key__in=winners).select_related("person")
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


def _tell(decision: Decision, terms: list[Term], offices: Offices, now: dt.datetime, by: User) -> None:
    ends_on = terms[0].ends_on
    payload = {
        "elected": sorted(term.user.handle for term in terms),
        "not_there": sorted(person.handle for person in offices.not_there),
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
        f"ended the election of {decision.group.name}: {names} as {role}{_left(offices)}",
        by=by,
        tell=people_of(decision.group, decision),
    )


def _left(offices: Offices) -> str:
    """Of seats that were won by somebody who is not there any more."""
    if not offices.not_there:
        return ""
    gone = ", ".join(person.name for person in offices.not_there)
    stays = ", ".join(term.user.name for term in offices.staying)
    return f"; elected, but no longer in the hub: {gone}" + (
        f"; in office until then: {stays}" if stays else ""
    )
