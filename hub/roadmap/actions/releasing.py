"""What is said of an item that ships."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from hub.accounts.models import User
from hub.activity.actions import record
from hub.core.errors import Refused
from hub.roadmap.actions.holding import locked, refuse_part
from hub.roadmap.models import Release, RoadmapItem

if TYPE_CHECKING:
    from hub.demos.models import Demo


@dataclass(frozen=True)
class ReleaseText:
    """What is new, where it is described and shown, and since when people have it (today, when not said)."""

    note: str
    docs_url: str = ""
    demo: Demo | None = None
    released_on: dt.date | None = None


def write_release(item: RoadmapItem, text: ReleaseText, *, by: User) -> Release:
    """Write the release of an item; one that ships again gets the new text, and its users are asked anew.

    What was measured before stays. Raises ValidationError.
    """
    release = Release.objects.filter(item=item).first() or Release(item=item)
    release.note, release.docs_url, release.demo = text.note.strip(), text.docs_url.strip(), text.demo
    release.released_on, release.by = text.released_on or timezone.localdate(), by
    release.full_clean(exclude=["item", "by", "demo"])
    refuse_bad_release(release)
    release.save()
    release.uptakes.filter(measured_at=None).delete()
    return release


@transaction.atomic
def edit_release(
    item: RoadmapItem, *, by: User, note: str, docs_url: str = "", demo: Demo | None = None
) -> Release:
    """Say better what is new, or name the docs page and the demo that were missing; nothing new is no event.

    Raises Refused for what never shipped, ValidationError.
    """
    item = locked(item)
    refuse_part(item)
    release = Release.objects.select_for_update(of=("self",)).filter(item=item).first()
    if release is None:
        raise Refused(f"“{item.title}” has not shipped: there is no release to edit.", "no_release")
    new = (note.strip(), docs_url.strip(), demo)
    if new == (release.note, release.docs_url, release.demo):
        return release
    release.note, release.docs_url, release.demo = new
    release.full_clean(exclude=["item", "by", "demo"])
    refuse_bad_release(release)
    release.save(update_fields=["note", "docs_url", "demo"])
    record("roadmap.release_edited", item, f"edited the release of {item.title}", by=by)
    return release


def refuse_bad_release(release: Release) -> None:
    """Raise ValidationError for a day to come, or docs at an address that is none."""
    if release.released_on > timezone.localdate():
        raise ValidationError({"released_on": "People have it since a day that has come."})
    if release.docs_url and not is_docs_address(release.docs_url):
        raise ValidationError({"docs_url": "An address begins with https:// or, in this hub, with /."})


def is_docs_address(url: str) -> bool:
    """Whether it is a web address or a path in this hub."""
    web = url.lower().startswith(("http://", "https://"))
    return (web or (url.startswith("/") and not url.startswith(("//", "/\\")))) and not any(
        c.isspace() for c in url
    )
