"""What came of an item: its release, what is still missing of it, and how many use it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from hub.core.permissions import may
from hub.demos.models import Demo
from hub.roadmap.life_forms import UseForm
from hub.roadmap.models import Release, RoadmapItem, Uptake, Use


@dataclass(frozen=True)
class Todo:
    """Something a release still lacks, and where one makes it."""

    words: str
    what: str
    address: str


def part(item: RoadmapItem, user: Any) -> dict[str, Any]:
    """What `item/release.html` shows."""
    release: Release | None = getattr(item, "release", None)
    if release is None:
        return {"release": None}
    if release.demo and not user.is_authenticated and release.demo.state not in Demo.PUBLIC:
        release.demo = None  # not saved: only this reader does not see it
    shipped = item.state == RoadmapItem.State.SHIPPED
    return {
        "release": release,
        "may_release": may(user, "roadmap.steer_item", item),
        "todos": todos(release, item, user) if shipped else [],
        **_use(item, release, user, shipped=shipped),
    }


def _use(item: RoadmapItem, release: Release, user: Any, *, shipped: bool) -> dict[str, Any]:
    rows = list(Uptake.objects.filter(release=release))
    facts: dict[str, Any] = {"uptakes": [row for row in rows if row.measured_at]}
    if shipped and user.is_authenticated:
        mine = Use.objects.filter(item=item, user=user).first()
        said = {"answer": mine.answer, "why": mine.why} if mine else None
        asked = any(row.asked_at and not row.measured_at for row in rows)
        facts |= {"my_use": mine, "asked": asked, "use_form": UseForm(initial=said)}
    return facts


def todos(release: Release, item: RoadmapItem, user: Any) -> list[Todo]:
    """What is missing of what shipped: a docs page, a demo."""
    missing = []
    if not release.docs_url:
        edits = may(user, "roadmap.steer_item", item)
        address = reverse("roadmap:release", args=[item.slug]) if edits else ""
        missing.append(Todo("Shipped without a docs page", "name one", address))
    if release.demo_id is None:
        missing.append(Todo("Shipped without a demo", "offer one", demo_address(item)))
    return missing


def demo_address(item: RoadmapItem) -> str:
    """Where one offers a demo of the item, its title filled in."""
    return f"{reverse('demos:new_demo')}?{urlencode({'title': item.title})}"
