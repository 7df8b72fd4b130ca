"""Change an electorate after the opening: let somebody in late, or let somebody step aside."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from hub.accounts.models import User
from hub.activity.actions import record
from hub.core.errors import Refused
from hub.voting.actions.holding import elector_of, hold_open, one_line
from hub.voting.linting.linter import SECRET_FROM
from hub.voting.models import Decision, Elector, LedgerEvent
from hub.voting.people import electorates
from hub.voting.proof import ledger
from hub.voting.tally.published import box_of


@transaction.atomic
def admit_elector(decision: Decision, *, person: User, reason: str, by: User) -> Elector:
    """Let somebody vote whom the snapshot left out; the ledger says whom and why.

    Raises Refused when the vote is not open, or they are an elector already; ValidationError without a reason.
    """
    reason = one_line(reason, "reason")
    decision, now = hold_open(decision)
    if decision.electors.filter(person=person).exists():
        raise Refused(f"{person.name} is an elector already.", "already_elector")
    if not person.is_active:
        raise Refused(f"{person.name} has left the hub.", "left")
    team = electorates.teams_of([person.pk], timezone.localdate(now)).get(person.pk, "")
    elector = Elector.objects.create(
        decision=decision,
        person=person,
        handle=person.handle,
        team=team,
        source=Elector.Source.LATE,
        reason=reason,
    )
    ledger.append(decision, LedgerEvent.Kind.ADMITTED, now, {"elector": elector.handle, "reason": reason})
    record(
        "voting.elector_admitted",
        decision,
        f"admitted an elector to “{decision.question}”",
        by=by,
        tell=[person],
        public=False,
    )
    return elector


@transaction.atomic
def recuse(decision: Decision, *, person: User, reason: str, by: User) -> Elector:
    """Let an elector step aside: they leave the base of the quorum, and a ballot they cast no longer counts.

    In an open vote a lead may say so of somebody else, and the ledger says who it was. In a secret one people
    only step aside by themselves: a lead could take ballots out of it, and watch the turnout fall. A detached
    ballot cannot be found again, so whoever handed one in stays; nor may too few be left for the secret.
    Raises Refused ("not_elector", "recused", "handed_in", "by_themselves", "too_few_for_secrecy", "closed"),
    ValidationError.
    """
    reason = one_line(reason, "reason")
    decision, now = hold_open(decision)
    elector = elector_of(decision, person.pk)
    if decision.secrecy != Decision.Secrecy.OPEN and by.pk != person.pk:
        raise Refused("From a secret vote people step aside by themselves.", "by_themselves")
    if decision.secrecy == Decision.Secrecy.DETACHED:
        _refuse_to_uncover(decision, elector)
    elector.recused_at, elector.recusal_reason = now, reason
    elector.save(update_fields=["recused_at", "recusal_reason"])
    ledger.append(decision, LedgerEvent.Kind.RECUSED, now, {"elector": elector.handle, "reason": reason})
    record(
        "voting.elector_recused",
        decision,
        f"noted that somebody steps aside from “{decision.question}”",
        by=by,
        tell=[person],
        public=False,
    )
    return elector


def _refuse_to_uncover(decision: Decision, elector: Elector) -> None:
    """What is promised of a detached vote holds until its close, whoever steps aside."""
    if elector.pk in box_of(decision).handed_in:
        raise Refused("Their ballot is in the box and nobody can tell which it is.", "handed_in")
    if decision.electors.voting().count() <= SECRET_FROM:
        raise Refused(
            f"Fewer than {SECRET_FROM} would be left, and the result would tell how they voted: "
            "hand in an abstention instead.",
            "too_few_for_secrecy",
        )
