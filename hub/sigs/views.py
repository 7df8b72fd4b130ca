"""The doors to the groups of the community."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Window
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hub.core.pagination import paginate
from hub.sigs.forms import GroupFilter
from hub.sigs.models import Group, Term

SHOWN = 8  # rows of a kind on a group's page; the list behind shows the rest
FACES = 40  # people on a group's page


@require_safe
def groups(request: HttpRequest) -> HttpResponse:
    """All groups with their leads."""
    form = GroupFilter(request.GET)
    page = paginate(request, form.rows(request.user, timezone.localdate()))
    return render(request, "sigs/group_list.html", {"form": form, "page": page})


@require_safe
def group(request: HttpRequest, slug: str) -> HttpResponse:
    """One group: what it is for, who leads it, when it meets, what it concluded and what it works on."""
    rows = Group.objects.visible_to(request.user).with_people(timezone.localdate())
    found = get_object_or_404(rows, slug=slug)
    context = {"group": found, **people(found), **work(found, request.user)}
    return render(request, "sigs/group_detail.html", context)


def people(found: Group) -> dict[str, Any]:
    """Who takes part today, and who led before."""
    today = timezone.localdate()
    terms = found.terms.filter(user__is_active=True).select_related("user")
    current = terms.on(today)
    return {
        "members": current.exclude(role__in=Term.LEADING)[:FACES],
        "former": terms.exclude(pk__in=current).order_by("-ends_on", "user__name")[:FACES],
    }


def work(found: Group, user: Any) -> dict[str, Any]:
    """What a group concluded, steers and plans, as far as `user` may see it."""
    items = found.items.visible_to(user).open().annotate(of=Window(Count("pk")))
    shown = list(items.order_by("-quarter", "-proposed_on")[:SHOWN])
    return {
        "conclusions": found.conclusions.visible_to(user).prefetch_related("services"),
        "services": found.services.visible_to(user).with_stage(timezone.localdate())[: SHOWN * 2],
        "items": shown,
        "item_count": shown[0].of if shown else 0,
        "paths": found.paths.visible_to(user),
        "series": found.series.visible_to(user),
        "subprojects": found.subprojects.all(),
    }
