"""Who is what in a group: the predicates that other rules build on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from rules import predicate

if TYPE_CHECKING:
    from hub.sigs.models import Group


@predicate
def leads_group(user: Any, group: Group | None) -> bool:
    """Chair or tech lead of the group today."""
    if group is None or not user.is_authenticated:
        return False
    return bool(user.terms.on(timezone.localdate()).leading().filter(group=group).exists())


@predicate
def leads_any_group(user: Any) -> bool:
    """Chair or tech lead of some group today."""
    return bool(user.is_authenticated and user.terms.on(timezone.localdate()).leading().exists())


@predicate
def is_in_group(user: Any, group: Group | None) -> bool:
    """Has a role in the group today, leading or not; an emeritus lead is honoured, not in office."""
    if group is None or not user.is_authenticated:
        return False
    terms = user.terms.on(timezone.localdate()).exclude(role="emeritus")
    return bool(terms.filter(group=group).exists())
