"""Say how badly one needs an item, for oneself or for somebody else, and take it back."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from hub.accounts.models import User
from hub.activity.actions import follow, record
from hub.core.errors import Refused
from hub.roadmap.actions.holding import locked_root, refuse_closed
from hub.roadmap.models import RoadmapItem, Support
from hub.roadmap.tallies import recount


@transaction.atomic
def support_item(item: RoadmapItem, *, by: User, need: int, why: str = "") -> Support:
    """Say how badly one needs an item (0 to 3) and why; saying it again replaces it.

    Said of an item that was merged, it counts for the one it became part of.
    Raises Refused when the item is closed, ValidationError for another number.
    """
    item = locked_root(item)
    refuse_closed(item)
    support = Support.objects.filter(item=item, user=by).first() or Support(item=item, user=by)
    before = (support.pk and support.need, support.why, support.said_by)
    support.need, support.why, support.said_by = need, why.strip(), None
    if before == (support.need, support.why, None):
        return support
    _save(support)
    follow(item, by=by)
    words = support.get_need_display().lower()
    record(
        "roadmap.item_supported",
        item,
        f"said of {item.title}: {words}",
        by=by,
        tell=_answerable(item),
        need=support.need,
    )
    return support


@transaction.atomic
def support_for(item: RoadmapItem, *, by: User, person: User, need: int, why: str = "") -> Support:
    """Say for somebody else how badly they need an item; they are told who said it, and may change it.

    Raises Refused when the person said it themself or the item is closed, ValidationError for a person who
    left, for oneself, or for another number.
    """
    if person == by:
        raise ValidationError({"person": "For yourself, say it yourself."})
    if not person.is_active:
        raise ValidationError({"person": f"{person.name} is no longer here."})
    item = locked_root(item)
    refuse_closed(item)
    said = Support.objects.of_family(item).filter(user=person)
    if said.filter(said_by=None).exists():
        raise Refused(f"{person.name} said themself how badly they need it.", "said_themself")
    support = said.filter(item=item).first() or Support(item=item, user=person)
    before = (support.pk and support.need, support.why, support.said_by)
    support.need, support.why, support.said_by = need, why.strip(), by
    if before == (need, support.why, by):
        return support
    _save(support)
    follow(item, by=person)
    words = support.get_need_display().lower()
    record(
        "roadmap.supported_for",
        item,
        f"said for {person.name} of {item.title}: {words}",
        by=by,
        tell=[person],
        person=person.handle,
        need=support.need,
    )
    return support


@transaction.atomic
def withdraw_support(item: RoadmapItem, *, by: User) -> None:
    """Take back what one said about needing an item and its parts; without having said anything nothing happens."""
    item = locked_root(item)
    refuse_closed(item)
    if Support.objects.of_family(item).filter(user=by).delete()[0]:
        recount([item.pk])
        record("roadmap.support_withdrawn", item, f"no longer needs {item.title}", by=by)


def _save(support: Support) -> None:
    support.changed_at = timezone.now()
    support.full_clean()
    support.save()
    recount([support.item_id])


def _answerable(item: RoadmapItem) -> list[User]:
    return [person for person in (item.proposed_by, item.owner) if person]
