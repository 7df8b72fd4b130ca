"""Who may draft, open, vote, object, close and see; whether somebody is an elector the verbs say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from rules import add_perm, predicate

from hub.accounts.rules import is_platform_admin, is_signed_in
from hub.sigs.rules import is_in_group, leads_group

if TYPE_CHECKING:
    from hub.sigs.models import Conclusion
    from hub.voting.models import Concern, Decision, Nomination


@predicate
def drafted_it(user: Any, decision: Decision | None) -> bool:
    """The person who drafted the decision."""
    return decision is not None and decision.created_by_id is not None and decision.created_by_id == user.pk


@predicate
def leads_its_group(user: Any, decision: Decision | None) -> bool:
    """Chair or tech lead of the group that decides."""
    return decision is not None and bool(leads_group(user, decision.group))


@predicate
def is_in_its_group(user: Any, decision: Decision | None) -> bool:
    """Has a role in the group that decides."""
    return decision is not None and bool(is_in_group(user, decision.group))


@predicate
def is_draft(_user: Any, decision: Decision | None) -> bool:
    """Still a draft."""
    return decision is not None and decision.state == decision.State.DRAFT


@predicate
def is_over(_user: Any, decision: Decision | None) -> bool:
    """Closed and counted: its ballots are published."""
    return decision is not None and decision.is_over


@predicate
def has_ended(_user: Any, decision: Decision | None) -> bool:
    """Counted, or over by the clock: a lead knows or may guess how it ends."""
    return decision is not None and decision.has_ended(timezone.now())


@predicate
def votes_without_names(_user: Any, decision: Decision | None) -> bool:
    """No published ballot of it has a name beside it."""
    return decision is not None and decision.secrecy != decision.Secrecy.OPEN


@predicate
def wrote_concern(user: Any, concern: Concern | None) -> bool:
    """The person who raised the concern."""
    return concern is not None and concern.author_id == user.pk


@predicate
def leads_group_of_concern(user: Any, concern: Concern | None) -> bool:
    """Chair or tech lead of the group that decides."""
    return concern is not None and bool(leads_group(user, concern.decision.group))


@predicate
def is_nominated(user: Any, nomination: Nomination | None) -> bool:
    """The person who is proposed."""
    return nomination is not None and nomination.person_id == user.pk


steers_it = leads_its_group | is_platform_admin

add_perm("voting.draft_decision", is_in_group | is_platform_admin)  # asked of the group
add_perm("voting.edit_decision", is_draft & (drafted_it & is_in_its_group | steers_it))
add_perm("voting.open_decision", steers_it)
add_perm("voting.announce_election", steers_it)
add_perm("voting.nominate", is_in_its_group)
add_perm("voting.answer_nomination", is_nominated)
add_perm("voting.cast_ballot", is_signed_in)
add_perm("voting.raise_concern", is_signed_in)
add_perm("voting.settle_concern", wrote_concern)
add_perm("voting.answer_concern", leads_group_of_concern | is_platform_admin)
add_perm("voting.admit_elector", steers_it)
add_perm("voting.recuse", steers_it)
add_perm("voting.recuse_self", is_signed_in)
add_perm("voting.close_decision", steers_it)
add_perm("voting.void_decision", is_platform_admin | (leads_its_group & ~has_ended))
add_perm("voting.conclude", steers_it)
add_perm("voting.see_electors", is_signed_in)
add_perm("voting.see_bundle", is_over & (votes_without_names | is_signed_in))


@predicate
def leads_group_of_conclusion(user: Any, conclusion: Conclusion | None) -> bool:
    """Chair or tech lead of the group that concluded it."""
    return conclusion is not None and bool(leads_group(user, conclusion.group))


add_perm("voting.keep_conclusion", leads_group_of_conclusion | is_platform_admin)
