"""Change an electorate after the opening: let somebody in late, or let somebody step aside."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from hub.accounts.models import User
from hub.activity.actions import record
from hub.core.errors import Refused
from hub.voting.actions.holding import elector_of, hold_open, one_line
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
    """Let an elector step aside, by themselves or by a lead: they leave the base of the quorum.

    A ballot they cast no longer counts. A detached one cannot be found again, so it is refused then, and in
    a detached vote everybody steps aside by themselves: the refusal would tell a lead who has voted.
    Raises Refused ("not_elector", "recused", "handed_in", "by_themselves", "closed"), ValidationError.
    """
    reason = one_line(reason, "reason")
    decision, now = hold_open(decision)
    elector = elector_of(decision, person.pk)
    detached = decision.secrecy == Decision.Secrecy.DETACHED
    if detached and by.pk != person.pk:
        raise Refused("From a detached vote people step aside by themselves.", "by_themselves")
    if detached and elector.pk in box_of(decision).handed_in:
        raise Refused("Their ballot is in the box and nobody can tell which it is.", "handed_in")
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
