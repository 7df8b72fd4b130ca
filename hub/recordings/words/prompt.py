"""What the machine should expect to hear: the names of the catalogue, so that Kubeflow is not a cube that flows."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db.models import Q

from hub.accounts.models import User
from hub.catalog.models import Service
from hub.demos.models import Demo
from hub.recordings.models import Recording, Spelling
from hub.sigs.models import Group

TOKENS = 200  # the decoder holds 224 of what was said before; more would be cut off at the front
ROWS = 300


def prompt(recording: Recording, count: Callable[[str], int] = lambda text: len(text) // 3 + 1) -> str:
    """A sentence of names: who speaks and what was corrected first, then services, tools and groups.

    `count` says how many tokens a text has; names that do not fit are left out.
    """
    names, used = [], count(f"{recording.title}: .")
    for name in dict.fromkeys(name for name in _names(recording) if name):
        used += count(f" {name},")
        if used > TOKENS:
            break
        names.append(name)
    return f"{recording.title}: {', '.join(names)}." if names else ""


def _names(recording: Recording) -> Iterable[str]:
    yield from recording.speakers
    demos = Demo.objects.filter(Q(segments__recording=recording) | Q(meeting=recording.meeting_id or -1))
    yield from User.objects.filter(demos__in=demos).distinct().values_list("name", flat=True)[:ROWS]
    yield from Spelling.objects.order_by("-at").values_list("right", flat=True)[:ROWS]
    tools = demos.distinct().values_list("tools", flat=True)[:ROWS]
    yield from (tool for row in tools for tool in row)
    yield from Service.objects.order_by("name").values_list("name", flat=True)[:ROWS]
    yield from Group.objects.order_by("name").values_list("name", flat=True)[:ROWS]
