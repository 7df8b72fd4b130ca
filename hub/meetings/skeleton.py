"""The beginning of the minutes, made from the agenda and from when each point was begun. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from hub.meetings.models import AgendaItem, Meeting


def skeleton(meeting: Meeting, points: Sequence[AgendaItem]) -> str:
    """A heading for each point, with the time into the meeting at which it was begun (`[0:09]`)."""
    over = meeting.over_at is not None
    reached = [point for point in points if point.began_at or not over]
    missed = [point for point in points if point not in reached]
    parts = [_heading(meeting, point) for point in reached]
    if missed:
        parts.append("## Not reached\n\n" + "\n".join(f"- {point.title}" for point in missed))
    return "\n\n".join(parts)


def _heading(meeting: Meeting, point: AgendaItem) -> str:
    stamp = f"[{clock(point.began_at - meeting.began_at)}] " if point.began_at and meeting.began_at else ""
    led = f"\n\nLed by {point.presenter.name}." if point.presenter else ""
    return f"## {stamp}{point.title}{led}"


def clock(span: dt.timedelta) -> str:
    """Hours and minutes: 0:09."""
    hours, minutes = divmod(max(0, int(span.total_seconds()) // 60), 60)
    return f"{hours}:{minutes:02}"
