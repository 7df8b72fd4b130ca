"""What people do with the points of an agenda, and with those that wait in the backlog."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from hub.accounts.models import User
from hub.activity.actions import record
from hub.core.errors import Refused
from hub.meetings.actions.holding import held, held_series, taking_place
from hub.meetings.models import AgendaItem, Meeting, Series
from hub.sigs.evidence import evidence_address, within_hub

MOST = 100  # points on one date, or in one backlog
EDITABLE = ("title", "text", "minutes", "presenter", "url")


@transaction.atomic
def add_point(series: Series, *, by: User, title: str, on: dt.date | None = None, **facts: Any) -> AgendaItem:
    """Put a point on the agenda of a date, or in the backlog of the series; said twice it is one.

    Raises Refused, ValidationError.
    """
    meeting = taking_place(held(series, on)) if on else None
    series = meeting.series if meeting else held_series(series)
    title = " ".join(title.split())
    facts["url"] = within_hub(facts.get("url", ""))
    point: AgendaItem = AgendaItem(series=series, meeting=meeting, title=title, added_by=by, **facts)
    there = _beside(series, meeting)
    again: AgendaItem | None = there.filter(title=title, added_by=by).first()
    if again:
        return again
    if there.count() >= MOST:
        raise Refused(f"There are {MOST} points already.", "full")
    point.position = _end(there)
    _check(point)
    point.save()
    where = f"the agenda of {meeting}" if meeting else f"the backlog of {series}"
    tell = [point.presenter] if point.presenter and point.presenter != by else []
    record(
        "meetings.point_added", meeting or series, f"put {title} on {where}", by=by, tell=tell, point=point.pk
    )
    return point


@transaction.atomic
def edit_point(point: AgendaItem, *, by: User, **facts: Any) -> AgendaItem:
    """Say better what a point is about, who leads it, how long it takes; what is not named stays.

    Raises Refused, ValidationError.
    """
    point = _held_point(point)
    before = {name: getattr(point, name) for name in EDITABLE}
    for name in EDITABLE:
        if name in facts:
            setattr(point, name, facts[name])
    point.title = " ".join(point.title.split())
    point.url = within_hub(point.url)
    if before == {name: getattr(point, name) for name in EDITABLE}:
        return point
    _check(point)
    point.save()
    record("meetings.point_edited", _place(point), f"edited the point {point}", by=by, point=point.pk)
    return point


@transaction.atomic
def remove_point(point: AgendaItem, *, by: User) -> None:
    """Take a point off; one that was talked about stays, and so does a demo."""
    point = _held_point(point)
    _refuse_demo(point)
    if point.began_at or point.outcome != AgendaItem.Outcome.OPEN:
        raise Refused("It was talked about already, so it stays on the agenda.", "begun")
    record("meetings.point_removed", _place(point), f"took {point} off", by=by)
    point.delete()


@transaction.atomic
def place_point(point: AgendaItem, *, by: User, on: dt.date | None) -> AgendaItem:
    """Put a point on a date, or back into the backlog (no day); where it is already, nothing changes.

    Raises Refused.
    """
    held_series(point.series)
    meeting = taking_place(held(point.series, on)) if on else None
    point = _held_point(point)
    if point.meeting_id == (meeting.pk if meeting else None):
        return point
    _refuse_demo(point)
    if point.began_at or point.outcome != AgendaItem.Outcome.OPEN:
        raise Refused("It was talked about already; carry it forward instead.", "begun")
    there = _beside(point.series, meeting)
    if there.count() >= MOST:
        raise Refused(f"There are {MOST} points already.", "full")
    point.meeting, point.position = meeting, _end(there)
    point.save(update_fields=["meeting", "position"])
    where = f"on the agenda of {meeting}" if meeting else "in the backlog"
    record("meetings.point_placed", meeting or point.series, f"put {point} {where}", by=by, point=point.pk)
    return point


@transaction.atomic
def order_agenda(
    series: Series, *, by: User, order: Sequence[int], on: dt.date | None = None
) -> list[AgendaItem]:
    """Put the points of a date, or of the backlog, in this order; those that are not named come last.

    Raises Refused when one is not (any more) on it.
    """
    meeting = held(series, on) if on else None
    there = {
        point.pk: point for point in _beside(meeting.series if meeting else held_series(series), meeting)
    }
    if strange := [key for key in order if key not in there]:
        raise Refused(f"Not on this agenda any more: {len(strange)} of the points.", "changed")
    named = list(dict.fromkeys(order))
    points = [there[key] for key in (*named, *(key for key in there if key not in set(named)))]
    moved = [point for place, point in enumerate(points) if point.position != place]
    if moved:
        for place, point in enumerate(points):
            point.position = place
        AgendaItem.objects.bulk_update(moved, ["position"])
        record("meetings.agenda_ordered", meeting or series, "put the points in another order", by=by)
    return points


def shift(order: Sequence[int], key: int, step: int) -> list[int]:
    """The order with one point moved up (-1) or down (1); at the end of the list it stays."""
    keys = list(order)
    if key in keys:
        at = keys.index(key)
        keys.insert(max(0, at + step), keys.pop(at))
    return keys


def _beside(series: Series, meeting: Meeting | None) -> Any:
    """The points of a date, or those that wait."""
    points = series.agenda_items.order_by("position", "pk")
    return points.filter(meeting=meeting) if meeting else points.backlog()


def _end(points: Any) -> int:
    last = points.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def _held_point(point: AgendaItem) -> AgendaItem:
    """The point as it is now, held with its series."""
    held_series(point.series)
    found = AgendaItem.objects.select_for_update(of=("self",)).select_related("series", "meeting__series")
    fresh = found.filter(pk=point.pk).first()
    if fresh is None:
        raise Refused("Somebody removed it meanwhile.", "gone")
    return fresh


def _check(point: AgendaItem) -> None:
    """Raise ValidationError when something in it cannot be; an address must be one that may be followed."""
    point.full_clean()
    if point.minutes < 1:
        raise ValidationError({"minutes": ValidationError("A point takes at least a minute.", "min_value")})
    try:
        evidence_address(point.url)
    except ValidationError as error:
        raise ValidationError({"url": error}) from error


def _place(point: AgendaItem) -> Meeting | Series:
    return point.meeting or point.series


def _refuse_demo(point: AgendaItem) -> None:
    if AgendaItem.objects.filter(pk=point.pk, demo__isnull=False).exists():
        raise Refused("It is a demo: move or withdraw it on the demo's own page.", "demo")
