"""Say who does an item, where it belongs, and what it hangs on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction

from hub.accounts.models import Team, User
from hub.activity.actions import follow, record
from hub.core import limits
from hub.core.links import is_web_link
from hub.roadmap import wording
from hub.roadmap.actions.holding import locked, refuse_part
from hub.roadmap.models import RoadmapItem

if TYPE_CHECKING:
    from hub.catalog.models import Service
    from hub.demos.models import Demo
    from hub.sigs.models import Conclusion, Group
    from hub.voting.models import Decision

FACTS = ("owner", "group", "team", "estimate", "target_on", "links")
MOST_LINKS = 30


@transaction.atomic
def steer_item(
    item: RoadmapItem,
    *,
    by: User,
    owner: User | None,
    group: Group | None,
    team: Team | None,
    estimate: Decimal | None,
    target_on: dt.date | None,
    services: Iterable[Service],
    decisions: Iterable[Decision],
    demos: Iterable[Demo],
    conclusions: Iterable[Conclusion],
    links: Sequence[dict[str, Any]],
) -> RoadmapItem:
    """Say who answers for an item, builds and steers it, what it costs, and what belongs to it.

    A new owner hears of it and follows the item. Nothing new is no event. Raises Refused, ValidationError.
    """
    item = locked(item)
    refuse_part(item)
    facts = {
        "owner": owner, "group": group, "team": team, "estimate": estimate, "target_on": target_on,
        "links": checked(links),
    }  # fmt: skip
    changed = [name for name in FACTS if getattr(item, name) != facts[name]]
    for name in changed:
        setattr(item, name, facts[name])
    item.full_clean()
    item.save(update_fields=changed)
    sets = {"services": services, "decisions": decisions, "demos": demos, "conclusions": conclusions}
    changed += [name for name, rows in sets.items() if _set(getattr(item, name), rows)]
    if changed:
        _tell(item, changed, by)
    return item


def checked(links: Sequence[dict[str, Any]]) -> list[dict[str, str]]:
    """Links with a label and a web address, in their order, each address once."""
    if len(links) > MOST_LINKS:
        raise ValidationError({"links": f"At most {MOST_LINKS} links."})
    found: dict[str, dict[str, str]] = {}
    for number, link in enumerate(links, 1):
        label, url = str(link.get("label", "")).strip(), str(link.get("url", "")).strip()
        if not is_web_link({"label": label, "url": url}) or any(sign.isspace() for sign in url):
            raise ValidationError({"links": f"Link {number} needs a label and an address with https://."})
        if len(label) > limits.NAME or len(url) > limits.URL:
            raise ValidationError({"links": f"Link {number} is too long."})
        found.setdefault(url, {"label": label, "url": url})
    return list(found.values())


def _set(relation: Any, rows: Iterable[Any]) -> bool:
    """Put exactly these rows there; whether that changed anything."""
    wanted = {row.pk for row in rows}
    if wanted == set(relation.values_list("pk", flat=True)):
        return False
    relation.set(wanted)
    return True


def _tell(item: RoadmapItem, changed: list[str], by: User) -> None:
    told = []
    if "owner" in changed and item.owner:
        follow(item, by=item.owner)
        told = [item.owner]
    record("roadmap.item_steered", item, wording.steered(item, changed), by=by, tell=told, changed=changed)
