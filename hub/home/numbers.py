"""The community in numbers: each is the length of a list that its link opens."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Count, F, Func, QuerySet, Sum, TextField
from django.utils import timezone

from hub.accounts.models import Team
from hub.demos.models import Demo
from hub.meetings.models import Meeting
from hub.recordings.models import Recording
from hub.roadmap.models import RoadmapItem
from hub.sigs.models import Group


@dataclass(frozen=True)
class Number:
    """A number, what it counts, and where the list is."""

    value: int
    noun: str
    url: str


def unnested(rows: QuerySet[Any], column: str) -> QuerySet[Any]:
    """Each word of an array column with the number of rows that have it, the most frequent first."""
    word = Func(F(column), function="unnest", output_field=TextField())
    return rows.order_by().values(word=word).annotate(count=Count("pk")).order_by("-count", "word")


def speakers(user: Any) -> QuerySet[Any]:
    """Everybody who speaks in a recording."""
    return unnested(Recording.objects.visible_to(user), "speakers")


def tools(user: Any) -> QuerySet[Any]:
    """Every tool that a demo shows."""
    return unnested(Demo.objects.visible_to(user), "tools")


def hours(user: Any) -> int:
    """How many hours there are to watch."""
    seconds = Recording.objects.visible_to(user).aggregate(sum=Sum("seconds"))["sum"] or 0
    return round(seconds / 3600)


def community(user: Any) -> list[Number]:
    """What the community has done so far."""
    demos, shown, teams, groups, talkers = counts(
        Demo.objects.visible_to(user),
        tools(user),
        Team.objects.visible_to(user),
        Group.objects.visible_to(user),
        speakers(user),
    )
    return [
        Number(demos, "demos", "/community/demos/"),
        Number(shown, "tools shown", "/community/tools/"),
        Number(teams, "teams", "/teams/"),
        Number(groups, "groups", "/community/groups/"),
        Number(talkers, "speakers", "/community/speakers/"),
        Number(hours(user), "hours to watch", "/community/recordings/"),
    ]


def last_month(user: Any, now: dt.datetime) -> list[Number]:
    """What happened in the last thirty days, without what did not."""
    since = timezone.localdate(now) - dt.timedelta(days=30)
    held = Meeting.objects.visible_to(user).past(now).taking_place().filter(starts_at__date__gte=since)
    meetings, demos, recordings, items = counts(
        held,
        Demo.objects.visible_to(user).chosen({"since": since}),
        Recording.objects.visible_to(user).chosen({"since": since}),
        RoadmapItem.objects.visible_to(user).filter(proposed_on__gte=since),
    )
    numbers = [
        Number(meetings, "meetings held", f"/community/meetings/?show=past&since={since}"),
        Number(demos, "demos given", f"/community/demos/?since={since}"),
        Number(recordings, "recordings made", f"/community/recordings/?since={since}"),
        Number(items, "needs proposed", f"/roadmap/?view=list&state=any&since={since}"),
    ]
    return [number for number in numbers if number.value]


def counts(*rows: QuerySet[Any]) -> tuple[int, ...]:
    """The lengths of several lists, asked in one query."""
    asked: list[str] = []
    params: list[Any] = []
    for row in rows:
        sql, values = row.order_by().query.sql_with_params()
        asked.append(f"(SELECT count(*) FROM ({sql}) AS counted)")  # noqa: S608 -- made by Django
        params.extend(values)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(asked)}", params)
        return tuple(cursor.fetchone())
