"""Hold something against a proposal, and settle it."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from hub.accounts.models import User
from hub.activity.actions import record
from hub.core import limits
from hub.core.errors import Refused
from hub.sigs.models import Term
from hub.voting.actions.holding import clean_text, elector_of, hold_open, one_line
from hub.voting.models import Concern, Decision, LedgerEvent
from hub.voting.models.settings import Settings
from hub.voting.proof import ledger


@transaction.atomic
def raise_concern(decision: Decision, *, by: User, title: str, text: str = "") -> Concern:
    """Say by name what one holds against the proposal; it is not adopted while the concern stands.

    The same title twice by one person is one concern. Raises Refused ("no_concerns", "not_elector", "closed"),
    ValidationError without a title.
    """
    title, text = one_line(title, "title", limits.NAME), clean_text(text, "text")
    decision, now = hold_open(decision)
    if decision.kind not in Settings.WITH_CONCERNS:
        raise Refused("Concerns are raised in lazy consensus and in consent; here, vote.", "no_concerns")
    elector = elector_of(decision, by.pk)
    standing = decision.concerns.filter(author=by, title=title, state=Concern.State.RAISED)
    if again := standing.first():
        return again
    concern = Concern.objects.create(decision=decision, author=by, title=title, text=text, raised_at=now)
    payload: dict[str, Any] = {"concern": _number(concern), "title": title}
    if decision.secrecy == Decision.Secrecy.OPEN:
        payload["elector"] = elector.handle
    ledger.append(decision, LedgerEvent.Kind.OBJECTED, now, payload)
    record("voting.concern_raised", decision, f"raised a concern: {title}", by=by, tell=_leads(decision))
    return concern


@transaction.atomic
def resolve_concern(concern: Concern, *, by: User, reply: str = "") -> Concern:
    """Say that one's own concern is met. Raises Refused ("not_author", "settled", "closed")."""
    return _settle(concern, by, Concern.State.RESOLVED, reply, "resolved their concern")


@transaction.atomic
def withdraw_concern(concern: Concern, *, by: User, reply: str = "") -> Concern:
    """Take one's own concern back. Raises Refused ("not_author", "settled", "closed")."""
    return _settle(concern, by, Concern.State.WITHDRAWN, reply, "withdrew their concern")


@transaction.atomic
def answer_concern(concern: Concern, *, by: User, reply: str) -> Concern:
    """Answer a concern in writing, for the group: it was heard, weighed, and no longer stands in the way.

    Raises Refused ("settled", "closed"), ValidationError without an answer.
    """
    one_line(reply, "reply", limits.TEXT)
    return _settle(concern, by, Concern.State.ANSWERED, reply, "answered the concern")


def _settle(concern: Concern, by: User, state: str, reply: str, words: str) -> Concern:
    reply = clean_text(reply, "reply")
    decision, now = hold_open(concern.decision)
    concern = Concern.objects.select_related("author").get(pk=concern.pk)  # as it is under the lock
    if state != Concern.State.ANSWERED and concern.author_id != by.pk:
        raise Refused("Only who raised a concern says that it is met, or takes it back.", "not_author")
    if concern.state != Concern.State.RAISED:
        raise Refused(f"It is settled already: {concern.get_state_display().lower()}.", "settled")
    concern.state, concern.reply, concern.settled_by, concern.settled_at = state, reply, by, now
    concern.save(update_fields=["state", "reply", "settled_by", "settled_at"])
    payload = {"concern": _number(concern), "state": str(state)}
    ledger.append(decision, LedgerEvent.Kind.SETTLED, now, payload)
    told = [concern.author, *_leads(decision)]
    record("voting.concern_settled", decision, f"{words}: {concern.title}", by=by, tell=told)
    return concern


def _number(concern: Concern) -> int:
    """1 for the first of the decision; raised under its lock, so that keys rise with the ledger's heights."""
    return Concern.objects.filter(decision=concern.decision_id, pk__lte=concern.pk).count()


def _leads(decision: Decision) -> list[User]:
    terms = Term.objects.on(timezone.localdate()).leading().filter(group=decision.group_id)
    return list(User.objects.filter(pk__in=terms.values("user"), is_active=True).order_by("pk"))
