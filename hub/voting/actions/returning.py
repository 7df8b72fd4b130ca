"""Come back to conclusions: when a review date comes, or a service reaches the awaited stage."""

from __future__ import annotations

import datetime as dt
import logging
import textwrap
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from hub.accounts.models import User
from hub.activity.actions import record
from hub.core import limits
from hub.core.times import day as in_words
from hub.sigs.models import Conclusion
from hub.voting import reaching
from hub.voting.actions.drafting import DEFAULTS, draft_decision
from hub.voting.models import Decision, ReturnCondition
from hub.voting.people.audience import people_of

log = logging.getLogger(__name__)
State = Decision.State
UNDER_WAY = (State.DRAFT, State.OPEN, State.CLOSED)


def check_returns(today: dt.date) -> list[Conclusion]:
    """Ask again about every conclusion in force that is due; says which were.

    One that cannot be asked about (it is logged) keeps none of the others waiting.
    """
    asked = []
    for key in due(today):
        try:
            asked.append(ask_again(key, today))
        except Exception:
            log.exception("Conclusion %s is due, and could not be asked about.", key)
    return [conclusion for conclusion in asked if conclusion is not None]


def due(today: dt.date) -> list[int]:
    """Keys of conclusions in force whose day or condition has come, and about which nobody was asked."""
    by_day = Q(review_on__lte=today) & (Q(asked_for=None) | ~Q(asked_for=F("review_on")))
    by_stage = Q(pk__in=reaching.met(today).filter(met_on=None).values("conclusion"))
    return list(
        Conclusion.objects.in_force().filter(by_day | by_stage).order_by("pk").values_list("pk", flat=True)
    )


@transaction.atomic
def ask_again(key: int, today: dt.date) -> Conclusion | None:
    """Have a draft wait and tell the group, once for each date and condition, whoever else is at it.

    The conclusion is held, and what is due is read only then: who comes second finds nothing left to do.
    """
    conclusion = Conclusion.objects.select_for_update(of=("self",), no_key=True).get(pk=key)
    if Conclusion.objects.filter(supersedes=conclusion).exists():
        return None
    reasons = _note_reasons(conclusion, today)
    if not reasons:
        return None
    if not conclusion.reopened_by.filter(state__in=UNDER_WAY).exists():
        draft_again(conclusion, reasons)
    record(
        "voting.conclusion_due",
        conclusion,
        textwrap.shorten(f"asks to look at “{conclusion.title}” again: {' and '.join(reasons)}", limits.LINE),
        by=None,
        tell=people_of(conclusion.group),
    )
    return conclusion


def _note_reasons(conclusion: Conclusion, today: dt.date) -> list[str]:
    """Why it is due, each noted so that nobody is asked for the same again."""
    reasons = []
    if (
        conclusion.review_on
        and conclusion.review_on <= today
        and conclusion.asked_for != conclusion.review_on
    ):
        reasons.append(f"its review was set for {in_words(conclusion.review_on)}")
        conclusion.asked_for = conclusion.review_on
        conclusion.save(update_fields=["asked_for"])
    rows = reaching.met(today).filter(conclusion=conclusion, met_on=None).select_related("service")
    for row in list(rows.order_by("pk")):
        reasons.append(f"{row.service.name} reached {row.get_stage_display().lower()}")
        ReturnCondition.objects.filter(pk=row.pk).update(met_on=today)
    return reasons


def draft_again(conclusion: Conclusion, reasons: list[str]) -> Decision:
    """A draft with the question, options and settings of the vote it came from, for the group to go on with."""
    before = Decision.objects.filter(conclusion=conclusion).first()
    plan = _from_vote(before) if before else _from_evaluation(conclusion) or _from_words(conclusion)
    services = set(conclusion.services.all()) | set(before.services.all() if before else ())
    return draft_decision(
        group=conclusion.group,
        by=None,
        context=_context(conclusion, reasons, before.context if before else ""),
        evaluation=before.evaluation if before else conclusion.evaluation,
        reopens=conclusion,
        services=sorted(services, key=lambda service: service.pk),
        **plan,
    )


def _from_vote(before: Decision) -> dict[str, Any]:
    """The same question and the same rules."""
    options = before.options.order_by("position", "pk").values("name", "text", "status_quo")
    invited: list[User] = list(before.invited.filter(is_active=True))
    settings = {name: getattr(before, name) for name in DEFAULTS}
    return {"question": before.question, "options": list(options), "invited": invited, **settings}


def _from_evaluation(conclusion: Conclusion) -> dict[str, Any] | None:
    """The options that were compared; None where there is nothing to choose between."""
    evaluation = conclusion.evaluation
    options = evaluation.options.order_by("position", "pk") if evaluation else []
    rows = [
        {"name": option.name, "text": option.summary, "status_quo": option.status_quo} for option in options
    ]
    return {"question": evaluation.question, "options": rows} if evaluation and len(rows) > 1 else None


def _from_words(conclusion: Conclusion) -> dict[str, Any]:
    """Nothing is known but the conclusion itself: does it still hold, yes or no?"""
    title = textwrap.shorten(conclusion.title, limits.NAME - 30, placeholder="…")
    return {"question": f"Does this still hold: {title}", "kind": Decision.Kind.MAJORITY}


def _context(conclusion: Conclusion, reasons: list[str], before: str) -> str:
    """Why it is asked again, what was concluded, and what one should have known then."""
    why = f"Asked again because {' and '.join(reasons)}."
    was = f"Concluded on {in_words(conclusion.concluded_on)}: “{conclusion.title}”."
    return "\n\n".join(part for part in (why, was, before) if part)[: limits.TEXT]
