"""What was not reached goes on to the next date, or back into the backlog."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from hub.accounts.models import User
from hub.activity.actions import record
from hub.core.errors import Refused
from hub.meetings.actions.holding import held
from hub.meetings.dates import Date
from hub.meetings.models import AgendaItem, Meeting, Series
from hub.meetings.neighbours import neighbours


@transaction.atomic
def carry_forward(series: Series, *, by: User, on: dt.date, to_backlog: bool = False) -> list[AgendaItem]:
    """Take every point of a date that was not reached to the next date, or into the backlog.

    The point stays where it was, as carried forward; the new one says where it came from. Asked twice nothing is
    carried twice. A demo follows its point by itself and tells those who present it. Raises Refused when nothing is
    left, or no next date is known.
    """
    meeting = held(series, on)
    if meeting.starts_at > timezone.now() and not (meeting.began_at or meeting.is_cancelled):
        raise Refused("It has not begun yet: move single points instead.", "not_begun")
    left = list(meeting.agenda_items.filter(outcome=AgendaItem.Outcome.OPEN, began_at=None))
    if not left:
        if carried := AgendaItem.objects.filter(carried_from__meeting=meeting):
            return list(carried)
        raise Refused("Nothing is left to carry forward.", "nothing_left")
    target = None if to_backlog else _next(meeting)
    made = [_carried(point, target, place) for place, point in enumerate(left, _end(meeting.series, target))]
    where = f"to {target}" if target else "into the backlog"
    summary = f"carried {len(made)} {'point' if len(made) == 1 else 'points'} forward {where}"
    tell = _led_by(left, by)
    record("meetings.carried_forward", meeting, summary, by=by, tell=tell, points=[p.pk for p in left])
    return made


def _next(meeting: Meeting) -> Meeting:
    """The next date that takes place and is not over, written down."""
    date = Date(meeting.series, meeting.starts_at, meeting.ends_at, meeting)
    _, _, ahead = neighbours(meeting.series, date, timezone.now())
    if ahead is None:
        raise Refused("No later date of this series is known; put them into the backlog.", "no_next_date")
    return held(meeting.series, ahead.day)


def _carried(point: AgendaItem, target: Meeting | None, place: int) -> AgendaItem:
    """The point that goes on with another one."""
    made = AgendaItem.objects.create(
        series=point.series, meeting=target, title=point.title, text=point.text, minutes=point.minutes,
        presenter=point.presenter, added_by=point.added_by, url=point.url, position=place, carried_from=point,
    )  # fmt: skip
    point.outcome = AgendaItem.Outcome.CARRIED
    point.save(update_fields=["outcome"])
    return made


def _end(series: Series, target: Meeting | None) -> int:
    points = target.agenda_items.all() if target else series.agenda_items.backlog()
    last = points.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def _led_by(points: list[AgendaItem], by: User) -> list[User]:
    """Who leads these points, without demos: who presents one hears where it goes."""
    own = AgendaItem.objects.filter(pk__in=[point.pk for point in points], demo=None).exclude(presenter=by)
    return list(User.objects.filter(agenda_items__in=own).distinct().order_by("pk"))
