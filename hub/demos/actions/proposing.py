"""What people do with demos: for now, propose one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from hub.accounts.models import Team, User
from hub.activity.actions import record
from hub.activity.models import Entry
from hub.core.slugs import save_with_slug
from hub.demos.models import Demo
from hub.demos.rules import teams_to_show_for

if TYPE_CHECKING:
    from hub.catalog.models import Service

ADDRESSES = frozenset({"new"})
SAME_CLICK = dt.timedelta(minutes=10)
SHORTEST, LONGEST = 5, 60  # minutes


@transaction.atomic
def propose_demo(
    *,
    by: User,
    title: str,
    abstract: str,
    team: Team | None = None,
    services: Iterable[Service] = (),
    tools: Iterable[str] = (),
    minutes: int = 15,
) -> Demo:
    """Offer to show something; the platform admins hear of it.

    Sent twice within minutes it is one demo. Raises ValidationError, also for a team one is not in.
    """
    User.objects.select_for_update().get(pk=by.pk)  # one proposal of a person at a time
    title, abstract = " ".join(title.split()), abstract.strip()
    if again := _just_proposed(by, title):
        return again
    _check(by, team, minutes)
    demo = Demo(title=title, abstract=abstract, team=team, tools=_clean(tools), minutes=minutes)
    save_with_slug(demo, title, "demo", ADDRESSES)
    demo.presenters.set([by])
    demo.services.set(services)
    admins = list(User.objects.platform_admins())
    record("demos.demo_proposed", demo, f"offered to show {demo.title}", by=by, tell=admins, public=False)
    return demo


def _check(by: User, team: Team | None, minutes: int) -> None:
    if not SHORTEST <= minutes <= LONGEST:
        raise ValidationError({"minutes": f"A demo takes {SHORTEST} to {LONGEST} minutes."})
    if team and not teams_to_show_for(by).filter(pk=team.pk).exists():
        raise ValidationError({"team": f"You are not in {team.name} today."})


def _just_proposed(by: User, title: str) -> Demo | None:
    recent = Entry.objects.filter(
        kind="demos.demo_proposed", actor=by, created_at__gt=timezone.now() - SAME_CLICK
    ).values("subject_id")
    return Demo.objects.filter(pk__in=recent, title=title).first()


def _clean(tools: Iterable[str]) -> list[str]:
    """Each tool once, in the order given, without blanks."""
    return list(dict.fromkeys(name for tool in tools if (name := " ".join(tool.split()))))
