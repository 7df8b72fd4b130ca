"""Whom to tell: the people of a group, and those who voted with them."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone

from hub.accounts.models import User
from hub.sigs.models import Group, Term
from hub.voting.models import Decision, Elector


def people_of(group: Group, decision: Decision | None = None) -> list[User]:
    """Everybody with a role in the group today, and the electors of the decision."""
    terms = Term.objects.on(timezone.localdate()).in_office().filter(group=group)
    concerned = Q(pk__in=terms.values("user"))
    if decision is not None:
        concerned |= Q(pk__in=Elector.objects.filter(decision=decision).values("person"))
    return list(User.objects.filter(concerned, is_active=True).order_by("pk"))
