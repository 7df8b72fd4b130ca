"""The front door and today's page, and the overview of the community."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hub.activity.models import Entry
from hub.core.pagination import paginate
from hub.demos.models import Demo
from hub.goldenpath.models import Path
from hub.home import numbers
from hub.home.waiting import waiting_for
from hub.meetings.models import Series
from hub.recordings.models import Recording
from hub.roadmap.models import RoadmapItem

SHOWN = 6


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """What is on and what waits for me; for a visitor, what this platform is and how to begin."""
    user, now = request.user, timezone.now()
    context = {"paths": Path.objects.visible_to(user)[:SHOWN], **news(user)}
    if not user.is_authenticated:
        month = numbers.last_month(user, now)
        so_far = [number for number in numbers.community(user) if number.value] if not month else []
        context.update(month=bool(month), numbers=month or so_far)
        return render(request, "home/front_door.html", context)
    waiting = waiting_for(user, timezone.localdate())
    context |= {"waiting": waiting, "moved": waiting["moved"], "items": waiting["latest"]}
    context["recordings"] = waiting["newest"]
    news_to_read = waiting["unread"]
    context["unread"] = news_to_read[0].of if news_to_read else 0  # the header asks no query of its own
    return render(request, "home/today.html", context)


@require_safe
def community(request: HttpRequest) -> HttpResponse:
    """The community at a glance: numbers, next meetings, newest demos."""
    demos = Demo.objects.visible_to(request.user).select_related("team", "meeting")
    context = {
        "numbers": numbers.community(request.user),
        "demos": demos.exclude(meeting=None)[:SHOWN],
        **news(request.user),
    }
    return render(request, "home/community.html", context)


@require_safe
def speakers(request: HttpRequest) -> HttpResponse:
    """Everybody who speaks in a recording."""
    page = paginate(request, numbers.speakers(request.user), 100)
    return render(request, "home/speaker_list.html", {"page": page})


@require_safe
def tools(request: HttpRequest) -> HttpResponse:
    """Every tool that a demo shows."""
    page = paginate(request, numbers.tools(request.user), 100)
    return render(request, "home/tool_list.html", {"page": page})


def news(user: Any) -> dict[str, Any]:
    """What is new for everybody: meetings to come, recordings, and what moved on the roadmap."""
    moved = Entry.objects.visible_to(user).filter(kind__startswith="roadmap.").select_related("actor")
    return {
        "series": Series.objects.visible_to(user),
        "recordings": Recording.objects.visible_to(user).listed()[:SHOWN],
        "moved": moved[:SHOWN],
        "items": RoadmapItem.objects.visible_to(user).last_moved()[:SHOWN],  # until something moves here
    }
