"""What the page of a demo shows to one person: the demo, where to watch it, and what they may do next."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from hub.core.permissions import may
from hub.demos import lifecycle
from hub.demos.life_forms import NextForm, ReasonForm, ScheduleForm, WithdrawForm
from hub.demos.models import Demo
from hub.demos.offers import offers_for

RIGHTS = ("edit", "decide", "withdraw", "reopen")


def found_by(request: HttpRequest, slug: str) -> Demo:
    """The demo of that name, if this person may know of it."""
    rows = Demo.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("team", "meeting__series", "series", "slot"), slug=slug)


def about(demo: Demo, user: Any) -> dict[str, Any]:
    """All that the page tells."""
    rights = {
        f"may_{name}": user.is_authenticated and may(user, f"demos.{name}_demo", demo) for name in RIGHTS
    }
    ways = lifecycle.GRAPH[demo.state]
    wanted = demo.state in (Demo.State.ACCEPTED, Demo.State.SCHEDULED)
    offers = offers_for(demo) if rights["may_decide"] and wanted else []
    return {
        "demo": demo,
        "segments": pieces(demo, user),
        "services": demo.services.all(),
        "presenters": demo.presenters.all(),
        "items": demo.items.visible_to(user),
        "wishes": demo.wishes.all(),
        "may_hand_in": demo.state == Demo.State.GIVEN
        and demo.may_record
        and (rights["may_edit"] or rights["may_decide"]),
        "way": _way(demo),
        "has_begun": demo.meeting is not None and demo.meeting.starts_at <= timezone.now(),
        "offers": offers,
        "schedule_form": ScheduleForm(offers=offers) if offers else None,
        "next_form": NextForm(initial={"seen": demo.meeting_id}),
        "reason_form": ReasonForm(auto_id="reason_%s"),
        "withdraw_form": WithdrawForm(auto_id="withdraw_%s"),
        "can_withdraw": rights["may_withdraw"] and "withdrawn" in ways,
        "can_decline": rights["may_decide"] and "declined" in ways,
        "can_reopen": rights["may_reopen"] and "proposed" in ways,
        **rights,
    }


def pieces(demo: Demo, user: Any) -> list[Any]:
    """Where it was recorded, as far as this person may see it: whether that plays, and a picture of it."""
    rows = demo.segments.select_related("recording").filter(recording__in=watchable(user))
    found: list[Any] = list(rows.prefetch_related("recording__files"))
    for row in found:
        gone = row.recording.is_retired
        kinds = set() if gone else {file.kind for file in row.recording.files.all()}
        row.plays = not gone and bool(row.recording.video_url or kinds & {"video", "audio"})
        row.poster = f"{row.recording.get_absolute_url()}poster/" if "poster" in kinds else ""
    return found


def watchable(user: Any) -> Any:
    """Recordings that this person may see; demos do not import what lies above them."""
    model: Any = Demo._meta.get_field("segments").related_model
    recordings = model._meta.get_field("recording").related_model
    return recordings.objects.visible_to(user)


def _way(demo: Demo) -> list[tuple[str, str]]:
    """The usual way with where this demo stands on it; none for what left it."""
    if demo.state not in lifecycle.WAY:
        return []
    here = lifecycle.WAY.index(demo.state)
    marks = [
        "done" if place < here else "now" if place == here else "" for place in range(len(lifecycle.WAY))
    ]
    return [(Demo.State(state).label, mark) for state, mark in zip(lifecycle.WAY, marks, strict=True)]
