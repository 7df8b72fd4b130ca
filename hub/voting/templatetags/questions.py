"""The open questions of a group, on pages of features below: with what each asks of whoever looks."""

from __future__ import annotations

from typing import Any

from django import template
from django.db.models import BooleanField, Count, Exists, OuterRef, Q, Value
from django.utils import timezone

from hub.voting.models import Decision, Elector
from hub.voting.models.decisions import DecisionQuerySet
from hub.voting.pages.standing import with_voted

register = template.Library()

SHOWN = 20


@register.simple_tag(takes_context=True)
def open_questions(context: template.Context, rows: DecisionQuerySet) -> list[Any]:
    """What is not settled of these decisions, each with what it asks (`asks`); one query.

    `{% open_questions group.decisions as questions %}`; what the visitor may not see is not in it.
    """
    user = context["request"].user
    unsettled = Q(state__in=[Decision.State.OPEN, Decision.State.CLOSED, Decision.State.DRAFT])
    found = rows.visible_to(user).filter(unsettled).annotate(
        open_concerns=Count("concerns", filter=Q(concerns__state="raised"), distinct=True),
        is_elector=_is_elector(user),
        has_voted=_has_voted(user),
    )  # fmt: skip
    questions: list[Any] = list(found.order_by("-state", "closes_at", "-created_at")[:SHOWN])
    for question in questions:
        question.asks = _asks(question)
    return questions


def _is_elector(user: Any) -> Any:
    if not user.is_authenticated:
        return Value(value=False, output_field=BooleanField())
    return Exists(Elector.objects.filter(decision=OuterRef("pk"), person=user, recused_at=None))


def _has_voted(user: Any) -> Any:
    """Whether the visitor's own ballot is in: of others nothing is asked."""
    if not user.is_authenticated:
        return Value(value=False, output_field=BooleanField())
    mine = Elector.objects.filter(decision=OuterRef("pk"), person=user, recused_at=None)
    return Exists(with_voted(mine).filter(Q(voted=True)))


def _asks(question: Any) -> str:
    """One word for the template: vote, concern, voted, count, nominate, conclude, draft, or nothing."""
    now = timezone.now()
    if question.state == Decision.State.OPEN:
        if question.closes_at <= now:
            return "count"
        if not question.is_elector:
            return ""
        if question.kind in Decision.WITHOUT_BALLOTS:
            return "concern"
        return "voted" if question.has_voted else "vote"
    if question.state == Decision.State.CLOSED:
        return "conclude"
    return "nominate" if question.nominations_until and question.nominations_until > now else "draft"
