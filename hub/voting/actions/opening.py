"""Open a decision: its settings, options and electorate are noted, hashed and frozen."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from hub.accounts.models import User
from hub.activity.actions import record
from hub.core.errors import Refused
from hub.voting.actions.drafting import LONGEST_HOURS, add_options
from hub.voting.actions.holding import hold_draft
from hub.voting.linting.plan import problems
from hub.voting.models import BallotBox, Decision, Elector, LedgerEvent, Nomination
from hub.voting.people import electorates
from hub.voting.proof import ledger
from hub.voting.proof.canonical import digest
from hub.voting.proof.freezing import freeze, window


@transaction.atomic
def open_decision(
    decision: Decision, *, by: User, closes_at: dt.datetime, accept_warnings: bool = False
) -> Decision:
    """Put a draft to the vote until `closes_at`; from now on nothing of it changes.

    Raises Refused with the reason: not a draft, too short, no electors, what the linter stops, and what it
    warns of unless that is accepted ("warnings").
    """
    decision, now = hold_draft(decision)
    decision.opened_at, decision.closes_at = now, closes_at
    _refuse_odd_times(closes_at, now)
    if decision.purpose == Decision.Purpose.ELECTION:
        _candidates_become_options(decision, now)
    _refuse_problems(decision, now, accept_warnings=accept_warnings)
    electors = _note_electorate(decision, now)
    decision.frozen = freeze(decision)
    decision.frozen_hash = digest(decision.frozen)
    decision.electorate_hash = digest(electorates.as_list(decision))
    if decision.secrecy == Decision.Secrecy.DETACHED:
        BallotBox.objects.create(decision=decision)
    decision.state = Decision.State.OPEN
    decision.save()
    _announce(decision, by, now, electors)
    return decision


def _refuse_odd_times(closes_at: dt.datetime, now: dt.datetime) -> None:
    if closes_at <= now:
        raise Refused("It has to close in the future.", "closes_in_the_past")
    if closes_at > now + dt.timedelta(hours=LONGEST_HOURS):
        raise Refused("A vote stays open for a year at most.", "too_long")


def _candidates_become_options(decision: Decision, now: dt.datetime) -> None:
    if decision.announced_at is None or decision.nominations_until is None:
        raise Refused("Announce the election first, so that people can be nominated.", "not_announced")
    if now < decision.nominations_until:
        raise Refused("People can still be nominated: open the vote after that.", "nominations_open")
    accepted = decision.nominations.filter(state=Nomination.State.ACCEPTED, person__is_active=True)
    people = list(accepted.select_related("person").order_by("person__name", "person__handle"))
    if not people:
        raise Refused("Nobody accepted a nomination.", "no_candidates")
    teams = electorates.teams_of([row.person_id for row in people], timezone.localdate(now))
    names = _told_apart([row.person for row in people])
    decision.options.all().delete()
    add_options(
        decision,
        [
            {
                "name": name,
                "text": row.statement,
                "person": row.person,
                "team": teams.get(row.person_id, ""),
            }
            for row, name in zip(people, names, strict=True)
        ],
    )


def _told_apart(people: list[User]) -> list[str]:
    """Their names, or their handles: whose name others have, too, and who is called like a handle."""
    names = [" ".join(person.name.split()) for person in people]
    return [
        f"@{person.handle}" if not name or name.startswith("@") or names.count(name) > 1 else name
        for person, name in zip(people, names, strict=True)
    ]


def _refuse_problems(decision: Decision, now: dt.datetime, *, accept_warnings: bool) -> None:
    found = problems(decision, now, decision.closes_at)
    for problem in found:
        if problem.level == "stop":
            raise Refused(problem.text, problem.code)
    if found and not accept_warnings:
        raise Refused(" ".join(problem.text for problem in found), "warnings")


def _note_electorate(decision: Decision, now: dt.datetime) -> list[User]:
    day = timezone.localdate(now)
    people = list(electorates.people_by_rule(decision, day))
    if not people:
        raise Refused("By this rule nobody may vote.", "no_electors")
    teams = electorates.teams_of([person.pk for person in people], day)
    Elector.objects.bulk_create(
        Elector(decision=decision, person=person, handle=person.handle, team=teams.get(person.pk, ""))
        for person in people
    )
    return people


def _announce(decision: Decision, by: User, now: dt.datetime, electors: list[User]) -> None:
    payload = {
        "settings_hash": decision.frozen_hash,
        "electorate_hash": decision.electorate_hash,
        "electors": len(electors),
    }
    event = ledger.append(decision, LedgerEvent.Kind.OPENED, now, payload)
    until = f"{window(decision)[1].astimezone(dt.UTC):%d %B %Y %H:%M} UTC"
    record(
        "voting.decision_opened",
        decision,
        f"opened the vote on “{decision.question}” until {until} (ledger {event.hash[:16]})",
        by=by,
        tell=electors,
        head=event.hash,
    )
