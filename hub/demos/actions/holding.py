"""What all verbs of demos share: hold the demo, look whether the move exists, tell its people."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from hub.accounts.models import User
from hub.activity.actions import record
from hub.core.errors import Refused
from hub.demos import lifecycle
from hub.demos.models import Demo
from hub.sigs.models import Term


def locked(demo: Demo) -> Demo:
    """The demo as it is now, held until the transaction ends."""
    rows = Demo.objects.select_related("meeting__series", "series__group", "slot")
    return rows.select_for_update(of=("self",)).get(pk=demo.pk)


def refuse_move(demo: Demo, to: str, reason: str = "-") -> None:
    """Raise Refused when there is no such move from where the demo is, ValidationError without the reason it needs."""
    if not lifecycle.may_go(demo.state, to):
        ways = " or ".join(Demo.State(way).label.lower() for way in lifecycle.GRAPH[demo.state])
        now = demo.get_state_display().lower()
        raise Refused(f"“{demo.title}” is {now}; from there it can become {ways}.", "no_such_move")
    if lifecycle.needs_reason(demo.state, to) and not reason.strip():
        raise ValidationError(
            {"reason": ValidationError("Say why, for those who wanted to show it.", "required")}
        )


def people_of(demo: Demo) -> list[User]:
    """Its presenters, and who proposed it; each once."""
    people = {person.pk: person for person in demo.presenters.all()}
    if demo.proposed_by:
        people[demo.proposed_by.pk] = demo.proposed_by
    return list(people.values())


def deciders_of(demo: Demo) -> list[User]:
    """Who answers proposals: the platform admins, and those who lead the group it is planned for."""
    people = {person.pk: person for person in User.objects.platform_admins()}
    if demo.series and demo.series.group_id:
        led = Term.objects.on(timezone.localdate()).leading().filter(group=demo.series.group_id)
        people |= {term.user_id: term.user for term in led.select_related("user")}
    return list(people.values())


def tell(
    kind: str, demo: Demo, summary: str, *, by: User | None, lines: list[str] | None = None, **data: Any
) -> None:
    """Write down a step of its life, and tell its people (`others` besides them)."""
    others = data.pop("others", [])
    public = data.pop("public", True)
    extra = {"lines": lines} if lines else {}
    record(kind, demo, summary, by=by, tell=[*people_of(demo), *others], public=public, **extra, **data)
