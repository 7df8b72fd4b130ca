"""Who hears of a date: those who follow its series or group, said that they come, or present."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from hub.accounts.models import User
from hub.activity.models import Follow
from hub.meetings.models import Attendance, Meeting, Series


def followers(series: Series) -> list[User]:
    """Everybody who follows the series or the group that holds it."""
    follows = Q(subject_kind=series._meta.label_lower, subject_id=series.pk)
    if series.group_id:
        follows |= Q(subject_kind="sigs.group", subject_id=series.group_id)
    keys = Follow.objects.filter(follows).values("user")
    return list(User.objects.filter(pk__in=keys, is_active=True).order_by("pk"))


def audience(meeting: Meeting) -> list[User]:
    """Those who follow, those who come or may come, and those who have something to present."""
    said = Attendance.objects.filter(meeting=meeting)
    coming = said.filter(answer__in=[Attendance.Answer.YES, Attendance.Answer.MAYBE]).values("user")
    declined = said.filter(answer=Attendance.Answer.NO).values_list("user", flat=True)
    close = User.objects.filter(Q(pk__in=coming) | Q(pk__in=presenters(meeting)), is_active=True)
    absent = {*declined} - {user.pk for user in close}
    found = {user.pk: user for user in [*followers(meeting.series), *close]}
    return [user for key, user in sorted(found.items()) if key not in absent]


def presenters(meeting: Meeting) -> set[int]:
    """Who leads a point of the agenda or shows a demo; meetings do not import what lies above them."""
    leading = meeting.agenda_items.exclude(presenter=None).values_list("presenter", flat=True)
    demos: Any = Meeting._meta.get_field("demos").related_model
    showing = demos.objects.filter(meeting=meeting).exclude(state__in=("declined", "withdrawn"))
    shown = showing.exclude(presenters=None).values_list("presenters", flat=True)
    return {*leading, *shown}
