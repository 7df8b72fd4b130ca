"""Say how badly one needs an item, and take it back."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from hub.accounts.models import User
from hub.activity.actions import follow, record
from hub.roadmap.actions.holding import locked, refuse_closed
from hub.roadmap.models import RoadmapItem, Support
from hub.roadmap.tallies import recount


@transaction.atomic
def support_item(item: RoadmapItem, *, by: User, need: int, why: str = "") -> Support:
    """Say how badly one needs an item (0 to 3) and why; saying it again replaces it.

    Raises Refused when the item is closed, ValidationError for another number.
    """
    item = locked(item)
    refuse_closed(item)
    support = Support.objects.filter(item=item, user=by).first() or Support(item=item, user=by)
    before = (support.pk and support.need, support.why)
    support.need, support.why, support.changed_at = need, why.strip(), timezone.now()
    support.full_clean()
    if before == (support.need, support.why):
        return support
    support.save()
    recount([item.pk])
    follow(item, by=by)
    words = support.get_need_display().lower()
    owners = [person for person in (item.proposed_by, item.owner) if person]
    record(
        "roadmap.item_supported",
        item,
        f"said of {item.title}: {words}",
        by=by,
        tell=owners,
        need=support.need,
    )
    return support


@transaction.atomic
def withdraw_support(item: RoadmapItem, *, by: User) -> None:
    """Take back what one said about needing an item; without having said anything nothing happens."""
    item = locked(item)
    refuse_closed(item)
    if Support.objects.filter(item=item, user=by).delete()[0]:
        recount([item.pk])
        record("roadmap.support_withdrawn", item, f"no longer needs {item.title}", by=by)
