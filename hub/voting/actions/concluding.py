"""Write down what a group concludes from a vote, and that a conclusion still holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from hub.accounts.models import User
from hub.activity.actions import record
from hub.catalog.models import Service, ServiceStage
from hub.core import limits
from hub.core.errors import Refused
from hub.core.slugs import save_with_slug
from hub.sigs.models import CaseVerdict, Conclusion
from hub.voting import reaching
from hub.voting.actions.holding import clean_text, hold, one_line
from hub.voting.models import Decision, LedgerEvent, ReturnCondition
from hub.voting.people.audience import people_of
from hub.voting.proof import ledger

State = Decision.State
MOST_CASES = 50
NOT_CLOSED = {
    State.DRAFT: "The vote is not open yet: there is nothing to conclude.",
    State.OPEN: "The vote is still open: conclude when it is closed and counted.",
    State.VOID: "The vote was voided: nothing can be concluded from it.",
    State.DECIDED: "This vote has its conclusion already.",
}


@transaction.atomic
def conclude(
    decision: Decision,
    *,
    by: User,
    title: str,
    verdict: str,
    cases: Iterable[tuple[str, str]] = (),
    reasons: str = "",
    conditions: str = "",
    dissent: str = "",
    confidence: str = "",
    review_on: dt.date | None = None,
    returns: Iterable[tuple[Service, str]] = (),
    return_condition: str = "",
    services: Iterable[Service] = (),
) -> Conclusion:
    """Say what the group concludes from a closed vote, also when that is "nothing was decided".

    `cases` are use case and verdict where they differ, `returns` a service and the stage at which to look
    again. What the vote reopened is superseded. Raises Refused ("not_closed", "election"), ValidationError.
    """
    decision, now = hold(decision)
    refuse_unless_closed(decision)
    if decision.purpose == Decision.Purpose.ELECTION:
        raise Refused("An election ends with terms, not with a conclusion.", "election")
    today = timezone.localdate(now)
    before = _newest(decision.reopens)
    conclusion = Conclusion(
        group=decision.group,
        evaluation=decision.evaluation,
        title=one_line(title, "title", limits.NAME),
        verdict=clean_text(verdict, "verdict"),
        reasons=clean_text(reasons, "reasons"),
        conditions=clean_text(conditions, "conditions"),
        dissent=clean_text(dissent, "dissent"),
        confidence=confidence,
        return_condition=clean_text(return_condition, "return_condition", limits.LINE),
        concluded_on=today,
        review_on=_later_than(today, review_on),
        supersedes=before,
    )
    save_with_slug(conclusion, conclusion.title, "conclusion")
    conclusion.services.set(services)
    _add_cases(conclusion, cases)
    _add_returns(conclusion, returns, today)
    _settle(decision, conclusion, now, by)
    return conclusion


def refuse_unless_closed(decision: Decision) -> None:
    """Only a vote that is closed and counted, and not concluded yet, leads to anything."""
    if decision.state != State.CLOSED:
        raise Refused(NOT_CLOSED[State(decision.state)], "not_closed")


def _newest(reopened: Conclusion | None) -> Conclusion | None:
    """What is in force at the end of the chain, each held in turn so that no two take one place."""
    held = None
    while reopened is not None:
        held = Conclusion.objects.select_for_update(of=("self",), no_key=True).get(pk=reopened.pk)
        reopened = Conclusion.objects.filter(supersedes=held).first()
    return held


def _later_than(today: dt.date, review_on: dt.date | None) -> dt.date | None:
    if review_on is not None and review_on <= today:
        raise ValidationError({"review_on": "Choose a day that is still to come."})
    return review_on


def _add_cases(conclusion: Conclusion, cases: Iterable[tuple[str, str]]) -> None:
    named: set[str] = set()
    for position, (use_case, verdict) in enumerate(cases):
        name = one_line(use_case, "cases", limits.NAME)
        if name in named or position >= MOST_CASES:
            raise ValidationError(
                {
                    "cases": f"“{name}” is there twice."
                    if name in named
                    else f"At most {MOST_CASES} use cases."
                }
            )
        named.add(name)
        CaseVerdict.objects.create(
            conclusion=conclusion, use_case=name, verdict=one_line(verdict, "cases"), position=position
        )


def _add_returns(conclusion: Conclusion, returns: Iterable[tuple[Service, str]], today: dt.date) -> None:
    for service, stage in dict.fromkeys(returns):
        if stage not in reaching.ORDER:
            raise ValidationError({"returns": "Wait for planned, alpha, beta or stable."})
        now = Service.objects.with_stage(today).get(pk=service.pk).stage
        if reaching.reached(now, stage):
            words = ServiceStage.Stage(now).label.lower()
            raise ValidationError({"returns": f"{service.name} is {words} already: wait for a later stage."})
        ReturnCondition.objects.create(conclusion=conclusion, service=service, stage=stage)


def _settle(decision: Decision, conclusion: Conclusion, now: dt.datetime, by: User) -> None:
    """The vote is decided, its ledger says so, what it replaced is asked about no more, people are told."""
    decision.state, decision.conclusion = State.DECIDED, conclusion
    decision.save(update_fields=["state", "conclusion"])
    ledger.append(decision, LedgerEvent.Kind.CONCLUDED, now, {"conclusion": conclusion.slug})
    if conclusion.supersedes is not None:
        drop_waiting(conclusion.supersedes, f"“{conclusion.title}” took its place"[: limits.LINE])
    record(
        "voting.conclusion_made",
        conclusion,
        f"concluded “{conclusion.title}” for {conclusion.group.name}",
        by=by,
        tell=people_of(conclusion.group, decision),
    )


def drop_waiting(conclusion: Conclusion, reason: str) -> None:
    """The draft the hub wrote to look at it again is no longer needed."""
    waiting = conclusion.reopened_by.filter(state=State.DRAFT, created_by=None)
    waiting.update(state=State.VOID, void_reason=reason)


@transaction.atomic
def keep_conclusion(conclusion: Conclusion, *, by: User, review_on: dt.date, why: str) -> Conclusion:
    """Say that a conclusion still holds and when to look at it again; the draft that waits is dropped.

    Raises Refused when a later one took its place ("superseded") or people vote on it ("under_vote"),
    ValidationError.
    """
    why = one_line(why, "why")
    held = Conclusion.objects.select_for_update(of=("self",), no_key=True).get(pk=conclusion.pk)
    if Conclusion.objects.filter(supersedes=held).exists():
        raise Refused("A later conclusion took its place.", "superseded")
    if held.reopened_by.filter(state__in=[State.OPEN, State.CLOSED]).exists():
        raise Refused("People vote on it again: the result will say whether it holds.", "under_vote")
    held.review_on = _later_than(timezone.localdate(), review_on)
    held.save(update_fields=["review_on"])
    drop_waiting(held, f"It still holds: {why}"[: limits.LINE])
    record("voting.conclusion_kept", held, f"said that “{held.title}” still holds: {why}", by=by)
    return held
