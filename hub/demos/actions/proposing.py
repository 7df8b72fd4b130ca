"""Offer to show something, and say it better."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from hub.accounts.models import Team, User
from hub.activity.actions import record
from hub.activity.models import Entry
from hub.core.errors import Refused
from hub.core.slugs import save_with_slug
from hub.demos.actions.holding import deciders_of, locked, tell
from hub.demos.actions.taking import take_wish
from hub.demos.models import Demo, Wish
from hub.demos.rules import teams_to_show_for
from hub.meetings.models import Series

if TYPE_CHECKING:
    from hub.catalog.models import Service

#: Words under /community/demos/ that no demo may take.
ADDRESSES = frozenset({"new", "wishes", "teams", "people"})
SAME_CLICK = dt.timedelta(minutes=10)
SHORTEST, LONGEST = 5, 60  # minutes
MOST_PRESENTERS = 10


@transaction.atomic
def propose_demo(
    *,
    by: User,
    title: str,
    abstract: str,
    shows: str = "",
    presenters: Iterable[User] = (),
    team: Team | None = None,
    services: Iterable[Service] = (),
    tools: Iterable[str] = (),
    items: Iterable[Any] = (),
    series: Series | None = None,
    minutes: int = 15,
    may_record: bool = True,
    wish: Wish | None = None,
) -> Demo:
    """Offer to show something, perhaps what others wished for; those who answer proposals hear of it.

    Without presenters one presents it oneself; without a series it is for the community session. Sent twice within
    minutes it is one demo. Raises ValidationError, also for a team one is not in; Refused for a wish that is gone.
    """
    User.objects.select_for_update().get(pk=by.pk)  # one proposal of a person at a time
    title, people = " ".join(title.split()), list(presenters) or [by]
    if again := _just_proposed(by, title):
        return again
    _check(by, team, minutes, people)
    demo = Demo(
        title=title, abstract=abstract.strip(), shows=" ".join(shows.split()), team=team, tools=_clean(tools),
        minutes=minutes, may_record=may_record, proposed_by=by, series=series or _usual_series(),
    )  # fmt: skip
    save_with_slug(demo, title, "demo", ADDRESSES)
    _link(demo, people, services, items)
    told = [*deciders_of(demo), *people]
    record("demos.demo_proposed", demo, f"offered to show {demo.title}", by=by, tell=told, public=False)
    if wish is not None:
        take_wish(wish, demo=demo, by=by)
    return demo


@transaction.atomic
def edit_demo(
    demo: Demo,
    *,
    by: User,
    title: str,
    abstract: str,
    shows: str,
    presenters: Iterable[User],
    team: Team | None,
    services: Iterable[Service],
    tools: Iterable[str],
    items: Iterable[Any],
    series: Series | None,
    minutes: int,
    may_record: bool,
) -> Demo:
    """Say better what is shown, by whom and how long; its place on the agenda follows. Its address stays.

    Raises ValidationError; Refused for what was declined or withdrawn, and for another length or meeting once it was
    shown.
    """
    demo, people = locked(demo), list(presenters)
    if demo.state in (Demo.State.DECLINED, Demo.State.WITHDRAWN):
        raise Refused(
            f"“{demo.title}” is {demo.get_state_display().lower()}. Take it up again first.", "closed"
        )
    if not people:
        raise ValidationError({"presenters": ValidationError("Somebody has to show it.", "required")})
    _check(by, team if team != demo.team else None, minutes, people)
    demo.title, demo.abstract, demo.shows = " ".join(title.split()), abstract.strip(), " ".join(shows.split())
    demo.team, demo.tools, demo.minutes, demo.may_record = team, _clean(tools), minutes, may_record
    demo.series = series or demo.series
    demo.full_clean()
    demo.save()
    before = list(demo.presenters.all())
    _link(demo, people, services, items)
    _keep_slot(demo, people)
    tell(
        "demos.demo_edited",
        demo,
        f"edited {demo.title}",
        by=by,
        others=before,
        public=demo.state in Demo.PUBLIC,
    )
    return demo


def _keep_slot(demo: Demo, people: list[User]) -> None:
    """The agenda says what the demo says, while it is to come."""
    if demo.slot and demo.is_ahead:
        demo.slot.title, demo.slot.minutes = demo.title, demo.minutes
        demo.slot.presenter = demo.slot.presenter if demo.slot.presenter in people else people[0]
        demo.slot.save(update_fields=["title", "minutes", "presenter"])


def _link(demo: Demo, people: list[User], services: Iterable[Service], items: Iterable[Any]) -> None:
    demo.presenters.set(people)
    demo.services.set(services)
    demo.items.set(items)  # roadmap items, which lie above


def _usual_series() -> Series | None:
    return Series.objects.filter(kind=Series.Kind.COMMUNITY, ended_on=None).order_by("pk").first()


def _check(by: User, team: Team | None, minutes: int, people: list[User]) -> None:
    wrong: dict[str, Any] = {}
    if not SHORTEST <= minutes <= LONGEST:
        wrong["minutes"] = f"A demo takes {SHORTEST} to {LONGEST} minutes."
    if team and not teams_to_show_for(by).filter(pk=team.pk).exists():
        wrong["team"] = f"You are not in {team.name} today."
    if len(people) > MOST_PRESENTERS:
        wrong["presenters"] = f"At most {MOST_PRESENTERS} people present a demo."
    if wrong:
        raise ValidationError(wrong)


def _just_proposed(by: User, title: str) -> Demo | None:
    recent = Entry.objects.filter(
        kind="demos.demo_proposed", actor=by, created_at__gt=timezone.now() - SAME_CLICK
    ).values("subject_id")
    return Demo.objects.filter(pk__in=recent, title=title).first()


def _clean(tools: Iterable[str]) -> list[str]:
    """Each tool once, in the order given, without blanks."""
    return list(dict.fromkeys(name for tool in tools if (name := " ".join(tool.split()))))
