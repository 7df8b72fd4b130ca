"""Teams and people: who is in which team, and what they did for the others."""

from __future__ import annotations

from typing import Any

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hub.accounts.models import Team, User
from hub.core.filters import FilterForm, words
from hub.core.pagination import paginate

LAST_UPDATES = 5
SHOWN = 10  # rows of a kind on a page; the list behind shows the rest


class PeopleFilter(FilterForm):
    """Which people to show."""

    q = words("Name, handle or company")


@require_safe
def teams(request: HttpRequest) -> HttpResponse:
    """All teams and how many people are in each."""
    rows = Team.objects.visible_to(request.user).with_size(timezone.localdate())
    return render(request, "accounts/team_list.html", {"page": paginate(request, rows)})


@require_safe
def team(request: HttpRequest, slug: str) -> HttpResponse:
    """One team: its people with their dates, the services it runs, what it showed and builds."""
    found = get_object_or_404(Team.objects.visible_to(request.user), slug=slug)
    return render(request, "accounts/team_detail.html", {"team": found, **work(found, request.user)})


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Everybody the hub knows."""
    form = PeopleFilter(request.GET)
    rows = User.objects.visible_to(request.user).matching(form.chosen("q"))
    return render(request, "accounts/person_list.html", {"form": form, "page": paginate(request, rows)})


@require_safe
def person(request: HttpRequest, handle: str) -> HttpResponse:
    """One person: teams and roles with their dates, demos and proposals."""
    found = get_object_or_404(User.objects.visible_to(request.user), handle=handle)
    context = {
        "person": found,
        "memberships": found.memberships.select_related("team"),
        "terms": found.terms.select_related("group").order_by(F("starts_on").desc(nulls_last=True)),
        "demos": found.demos.visible_to(request.user).select_related("team", "meeting")[:SHOWN],
        "proposals": found.proposed_items.visible_to(request.user)[:SHOWN],
        "owned": found.owned_items.visible_to(request.user)[:SHOWN],
    }
    return render(request, "accounts/person_detail.html", context)


def work(found: Team, user: Any) -> dict[str, Any]:
    """Who is and was in a team, and what it does for the platform, as far as `user` may see it."""
    today = timezone.localdate()
    rows = found.memberships.filter(user__is_active=True).select_related("user")
    current = rows.on(today).order_by("user__name")
    return {
        "current": current,
        "former": rows.exclude(pk__in=current).order_by("-ends_on", "user__name"),
        "services": found.services.visible_to(user).with_stage(today)[:SHOWN],
        "demos": found.demos.visible_to(user).select_related("meeting")[:SHOWN],
        "updates": found.updates.select_related("meeting__series").order_by("-meeting__starts_at")[
            :LAST_UPDATES
        ],
        "segments": found.segments.visible_to(user).order_by("-recording__recorded_on", "starts_s")[:SHOWN],
        "items": found.items.visible_to(user).open()[:SHOWN],
    }
