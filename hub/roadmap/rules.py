"""Who may propose, edit and support."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from rules import add_perm, predicate

from hub.accounts.rules import is_member_on, is_platform_admin, is_signed_in

if TYPE_CHECKING:
    from hub.accounts.models import Team
    from hub.roadmap.models import RoadmapItem


@predicate
def proposed_it(user: Any, item: RoadmapItem | None) -> bool:
    """The person who proposed the item."""
    return item is not None and item.proposed_by_id is not None and item.proposed_by_id == user.pk


@predicate
def leads_its_group(user: Any, item: RoadmapItem | None) -> bool:
    """Chair or tech lead of the group that steers the item."""
    return item is not None and item.group_id is not None and item.group_id in led_groups(user)


def led_groups(user: Any) -> frozenset[int]:
    """Keys of the groups the person leads today: asked once per request, for a page asks for many rights."""
    if not user.is_authenticated:
        return frozenset()
    if not hasattr(user, "led_groups_today"):
        led = user.terms.on(timezone.localdate()).leading().values_list("group_id", flat=True)
        user.led_groups_today = frozenset(led)
    return user.led_groups_today


add_perm("roadmap.propose_item", is_signed_in)
add_perm("roadmap.edit_item", proposed_it | leads_its_group | is_platform_admin)
add_perm("roadmap.support_item", is_signed_in)


# --- life of an item: the work moves by those who steer it or answer for it; decisions are for those who steer it
@predicate
def answers_for_it(user: Any, item: RoadmapItem | None) -> bool:
    """Owner of the item."""
    return item is not None and item.owner_id is not None and item.owner_id == user.pk


@predicate
def leads_some_group(user: Any) -> bool:
    """Chair or tech lead of any group today."""
    return bool(led_groups(user))


steers = leads_its_group | is_platform_admin
add_perm("roadmap.decide_item", steers)
add_perm("roadmap.move_item", steers | answers_for_it)
add_perm("roadmap.steer_item", steers | answers_for_it)
add_perm("roadmap.note_item", steers | answers_for_it)
add_perm("roadmap.answer_item", leads_some_group | is_platform_admin)
add_perm("roadmap.say_use", is_signed_in)
add_perm("roadmap.see_answers", leads_some_group | is_platform_admin)
# Rounds: the platform team runs them; who has a ballot the verbs say.
add_perm("roadmap.run_round", is_platform_admin)
add_perm("roadmap.vote_in_round", is_signed_in)
add_perm("roadmap.see_ballots", is_signed_in)


# --- needs: one voice for another, and two needs made one (asked of both items)
add_perm("roadmap.support_for", leads_some_group | is_platform_admin)
add_perm("roadmap.merge_items", leads_its_group | is_platform_admin)
add_perm("roadmap.publish_capacity", is_platform_admin)


# --- what a team tells in a sync
@predicate
def is_in_team(user: Any, team: Team | None) -> bool:
    """In the team today."""
    return team is not None and user.is_authenticated and bool(is_member_on(user, team.pk))


add_perm("roadmap.tell_update", is_in_team | leads_some_group | is_platform_admin)
