"""Who may propose, edit and support."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rules import add_perm, predicate

from hub.accounts.rules import is_platform_admin, is_signed_in
from hub.sigs.rules import leads_group

if TYPE_CHECKING:
    from hub.roadmap.models import RoadmapItem


@predicate
def proposed_it(user: Any, item: RoadmapItem | None) -> bool:
    """The person who proposed the item."""
    return item is not None and item.proposed_by_id is not None and item.proposed_by_id == user.pk


@predicate
def leads_its_group(user: Any, item: RoadmapItem | None) -> bool:
    """Chair or tech lead of the group that steers the item."""
    return item is not None and item.group_id is not None and bool(leads_group(user, item.group))


add_perm("roadmap.propose_item", is_signed_in)
add_perm("roadmap.edit_item", proposed_it | leads_its_group | is_platform_admin)
add_perm("roadmap.support_item", is_signed_in)
