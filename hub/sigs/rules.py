"""Who is what in a group (the predicates that other rules build on), and who may do what in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from rules import add_perm, predicate

from hub.accounts.rules import is_platform_admin, is_signed_in

if TYPE_CHECKING:
    from hub.sigs.models import Evaluation, Finding, Group, Term


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
    terms = user.terms.on(timezone.localdate()).in_office()
    return bool(terms.filter(group=group).exists())


@predicate
def is_in_its_group(user: Any, evaluation: Evaluation | None) -> bool:
    """Takes part in the group that compares."""
    return evaluation is not None and bool(is_in_group(user, evaluation.group))


@predicate
def leads_its_group(user: Any, evaluation: Evaluation | None) -> bool:
    """Leads the group that compares."""
    return evaluation is not None and bool(leads_group(user, evaluation.group))


@predicate
def found_it(user: Any, finding: Finding | None) -> bool:
    """The person who wrote the finding."""
    return finding is not None and finding.author_id is not None and finding.author_id == user.pk


@predicate
def leads_where_it_was_found(user: Any, finding: Finding | None) -> bool:
    """Leads the group in whose evaluation the finding stands."""
    return finding is not None and bool(leads_group(user, finding.option.evaluation.group))


@predicate
def leads_beside(user: Any, term: Term | None) -> bool:
    """Leads the group of the term; who is chair is for an election or the platform team."""
    return term is not None and term.role != "chair" and bool(leads_group(user, term.group))


add_perm("sigs.join_group", is_signed_in)
add_perm("sigs.leave_group", is_signed_in)
add_perm("sigs.appoint", leads_group | is_platform_admin)
add_perm("sigs.appoint_chair", is_platform_admin)
add_perm("sigs.end_term", leads_beside | is_platform_admin)

add_perm("sigs.start_evaluation", is_in_group | is_platform_admin)
add_perm("sigs.start_evaluation_anywhere", is_platform_admin)
add_perm("sigs.edit_evaluation", is_in_its_group | is_platform_admin)
add_perm("sigs.add_finding", is_in_its_group | is_platform_admin)
add_perm("sigs.edit_finding", found_it | leads_where_it_was_found | is_platform_admin)
add_perm("sigs.close_evaluation", leads_its_group | is_platform_admin)
