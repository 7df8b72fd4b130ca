"""Answer a proposal, take it back, take it up again; and what follows when it was given."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from hub.accounts.models import User
from hub.core.errors import Refused
from hub.demos.actions.holding import deciders_of, locked, refuse_move, tell
from hub.demos.actions.slots import leave_agenda
from hub.demos.actions.taking import free_wishes, wishes_awaited, wishes_shown
from hub.demos.models import Demo

State = Demo.State


@transaction.atomic
def accept_demo(demo: Demo, *, by: User) -> Demo:
    """Say yes to a proposal: everybody sees it, and it waits for a date. Accepted already, nothing happens.

    Raises Refused.
    """
    demo = locked(demo)
    if demo.state == State.ACCEPTED:
        return demo
    if demo.state != State.PROPOSED:
        now = demo.get_state_display().lower()
        raise Refused(f"“{demo.title}” is {now}: there is nothing to accept.", "no_such_move")
    _go(demo, State.ACCEPTED)
    tell("demos.demo_accepted", demo, f"accepted the demo {demo.title}", by=by)
    return demo


@transaction.atomic
def decline_demo(demo: Demo, *, by: User, reason: str) -> Demo:
    """Say no to a proposal, and why; only its presenters and those who answer proposals still see it.

    Raises Refused, ValidationError without a reason.
    """
    demo = locked(demo)
    refuse_move(demo, State.DECLINED, reason)
    leave_agenda(demo)  # it may have a place in the backlog
    _go(demo, State.DECLINED, reason)
    tell(
        "demos.demo_declined",
        demo,
        f"declined the demo {demo.title}",
        by=by,
        public=False,
        lines=[demo.state_reason],
    )
    free_wishes(demo, by=by)
    return demo


@transaction.atomic
def withdraw_demo(demo: Demo, *, by: User, reason: str = "") -> Demo:
    """Take an offer back before it was given; it leaves the agenda, and those who planned with it hear so.

    Raises Refused.
    """
    demo = locked(demo)
    refuse_move(demo, State.WITHDRAWN)
    leave_agenda(demo)
    _go(demo, State.WITHDRAWN, reason)
    lines = [demo.state_reason] if demo.state_reason else None
    tell("demos.demo_withdrawn", demo, f"withdrew the demo {demo.title}", by=by, public=False, lines=lines,
         others=deciders_of(demo))  # fmt: skip
    free_wishes(demo, by=by)
    return demo


@transaction.atomic
def reopen_demo(demo: Demo, *, by: User) -> Demo:
    """Take up again what was declined or withdrawn: it is a proposal once more.

    Raises Refused.
    """
    demo = locked(demo)
    refuse_move(demo, State.PROPOSED)
    _go(demo, State.PROPOSED)
    summary = f"took up the demo {demo.title} again"
    tell("demos.demo_reopened", demo, summary, by=by, public=False, others=deciders_of(demo))
    return demo


@transaction.atomic
def mark_given(demo: Demo, *, by: User | None = None) -> Demo:
    """Note that a demo was given; wishes that it answers are shown. Noted already, nothing happens.

    Raises Refused when it had no date, or its date is still to come.
    """
    demo = locked(demo)
    if demo.is_shown:
        return demo
    refuse_move(demo, State.GIVEN)
    _refuse_too_early(demo)
    _go(demo, State.GIVEN)
    tell(
        "demos.demo_given",
        demo,
        f"gave the demo {demo.title}" if by else f"noted that {demo.title} was given",
        by=by,
    )
    wishes_shown(demo, by=by)
    return demo


@transaction.atomic
def mark_not_given(demo: Demo, *, by: User, reason: str) -> Demo:
    """Note that a demo did not take place after all: it waits for another date, and so do wishes for it.

    Raises Refused, ValidationError without a reason.
    """
    demo = locked(demo)
    if demo.state != State.GIVEN:
        raise Refused(f"“{demo.title}” is {demo.get_state_display().lower()}.", "no_such_move")
    refuse_move(demo, State.ACCEPTED, reason)
    leave_agenda(demo)
    _go(demo, State.ACCEPTED, reason)
    tell(
        "demos.demo_not_given",
        demo,
        f"noted that {demo.title} did not take place",
        by=by,
        lines=[demo.state_reason],
    )
    wishes_awaited(demo)
    return demo


@transaction.atomic
def publish_demo(demo: Demo, *, by: User | None = None) -> Demo:
    """Note that a demo can be watched: a published recording has a piece of it. Noted already, nothing happens.

    Raises Refused when no published recording has one, or the demo was not given.
    """
    demo = locked(demo)
    if demo.state == State.PUBLISHED:
        return demo
    if not Demo.objects.filter(pk=demo.pk).recorded().exists():
        raise Refused(f"No published recording has a piece of “{demo.title}”.", "no_recording")
    if demo.state == State.SCHEDULED:  # recorded before anybody noted that it was given
        demo = mark_given(demo, by=by)
    refuse_move(demo, State.PUBLISHED)
    _go(demo, State.PUBLISHED)
    summary = f"published the demo {demo.title}" if by else f"noted that {demo.title} can be watched"
    tell("demos.demo_published", demo, summary, by=by)
    return demo


@transaction.atomic
def unpublish_demo(demo: Demo, *, by: User | None = None) -> Demo:
    """Note that a demo can no longer be watched; it stays given.

    Raises Refused when it was not published, or a published recording still has a piece of it.
    """
    demo = locked(demo)
    if demo.state == State.GIVEN:
        return demo
    if demo.state != State.PUBLISHED:
        raise Refused(f"“{demo.title}” is {demo.get_state_display().lower()}.", "no_such_move")
    if Demo.objects.filter(pk=demo.pk).recorded().exists():
        raise Refused(f"“{demo.title}” can still be watched.", "still_recorded")
    _go(demo, State.GIVEN)
    tell("demos.demo_unpublished", demo, f"noted that {demo.title} can no longer be watched", by=by)
    return demo


def _refuse_too_early(demo: Demo) -> None:
    if demo.meeting is None:
        raise Refused(f"“{demo.title}” has no date yet.", "no_date")
    begun = demo.meeting.began_at or demo.meeting.starts_at
    if begun > timezone.now():
        raise Refused(f"{demo.meeting} is still to come.", "too_early")


def _go(demo: Demo, to: str, reason: str = "") -> None:
    demo.state, demo.state_reason = to, reason.strip()
    demo.full_clean()
    demo.save(update_fields=["state", "state_reason"])
