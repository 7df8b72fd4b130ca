"""The community in numbers: each is the length of a list that its link opens."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import QuerySet, Sum
from django.utils import timezone

from hub.accounts.models import Team
from hub.demos.models import Demo
from hub.demos.numbers import Number, counts, demos_number, shown, tools, unnested
from hub.meetings.models import Meeting
from hub.recordings.models import Recording
from hub.roadmap.models import RoadmapItem
from hub.sigs.models import Group


def speakers(user: Any) -> QuerySet[Any]:
    """Everybody who speaks in a recording."""
    return unnested(Recording.objects.visible_to(user).listed(), "speakers")


def hours(user: Any) -> int:
    """How many hours there are to watch."""
    seconds = Recording.objects.visible_to(user).listed().aggregate(sum=Sum("seconds"))["sum"] or 0
    return round(seconds / 3600)


def community(user: Any) -> list[Number]:
    """What the community has done so far."""
    given = shown(user)
    demos, recorded, used, teams, groups, talkers = counts(
        given,
        given.recorded(),
        tools(user),
        Team.objects.visible_to(user),
        Group.objects.visible_to(user),
        speakers(user),
    )
    return [
        demos_number(demos, recorded),
        Number(used, "tools shown", "/community/tools/"),
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
