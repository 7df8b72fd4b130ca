"""Put a need on the roadmap, and say it better."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from hub.accounts.models import User
from hub.activity.actions import follow, record
from hub.activity.models import Entry
from hub.core.errors import Refused
from hub.core.slugs import save_with_slug
from hub.roadmap.actions.holding import locked, refuse_part
from hub.roadmap.meanings import remember
from hub.roadmap.models import RoadmapItem

if TYPE_CHECKING:
    from hub.catalog.models import Service
    from hub.status.models import Incident

#: Words under /roadmap/ that no item may take.
ADDRESSES = frozenset(
    {
        "new", "similar", "mine", "rounds", "board", "timeline", "print", "sync", "moves", "answers", "releases",
        "export", "import", "looked", "public", "lifecycle", "capacity",
        "contradictions",
    }
)  # fmt: skip
SAME_CLICK = dt.timedelta(minutes=10)


@transaction.atomic
def propose_item(
    *,
    by: User,
    title: str,
    need: str,
    kind: str = "",
    for_whom: str = "",
    workaround: str = "",
    step: str = "",
    services: Iterable[Service] = (),
    incident: Incident | None = None,
) -> RoadmapItem:
    """Put a need on the roadmap, for everyone to say how badly they need it too.

    Sent twice by one person within minutes (a double click, a reload) it is one item. Raises ValidationError.
    """
    User.objects.select_for_update().get(pk=by.pk)  # one proposal of a person at a time
    title, need = " ".join(title.split()), need.strip()
    if again := _just_proposed(by, title, need):
        return again
    item = RoadmapItem(
        title=title,
        need=need,
        kind=kind,
        for_whom=for_whom.strip(),
        workaround=workaround.strip(),
        step=step,
        proposed_by=by,
        incident=incident,
    )
    remember(item)
    save_with_slug(item, title, "item", ADDRESSES)
    item.services.set(services)
    follow(item, by=by)
    record("roadmap.item_proposed", item, f"proposed {item.title}", by=by)
    return item


def _just_proposed(by: User, title: str, need: str) -> RoadmapItem | None:
    recent = Entry.objects.filter(
        kind="roadmap.item_proposed", actor=by, created_at__gt=timezone.now() - SAME_CLICK
    ).values("subject_id")
    return RoadmapItem.objects.filter(pk__in=recent, proposed_by=by, title=title, need=need).first()


@transaction.atomic
def edit_item(
    item: RoadmapItem,
    *,
    by: User,
    title: str,
    need: str,
    kind: str = "",
    for_whom: str = "",
    workaround: str = "",
    step: str = "",
    services: Iterable[Service] = (),
) -> RoadmapItem:
    """Say a need better while it is only proposed; its address stays.

    Raises Refused once it is decided on, ValidationError.
    """
    item = locked(item)
    refuse_part(item)
    if item.state != RoadmapItem.State.PROPOSED:
        raise Refused(
            f"“{item.title}” is already {item.get_state_display().lower()}: its text stays as decided on.",
            "not_proposed",
        )
    item.title, item.need, item.step = " ".join(title.split()), need.strip(), step
    item.for_whom, item.workaround, item.kind = for_whom.strip(), workaround.strip(), kind
    item.full_clean()
    remember(item)
    item.save(update_fields=["title", "need", "kind", "step", "for_whom", "workaround", "meaning"])
    item.services.set(services)
    record("roadmap.item_edited", item, f"edited {item.title}", by=by)
    return item
