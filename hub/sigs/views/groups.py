"""The doors to the groups of the community."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hub.core.pagination import paginate
from hub.sigs import group_page
from hub.sigs.forms.groups import GroupFilter


# /community/groups/
@require_safe
def groups(request: HttpRequest) -> HttpResponse:
    """All groups with their leads."""
    form = GroupFilter(request.GET)
    page = paginate(request, form.rows(request.user, timezone.localdate()))
    return render(request, "sigs/group_list.html", {"form": form, "page": page})


# /community/groups/<slug>/
@require_safe
def group(request: HttpRequest, slug: str) -> HttpResponse:
    """One group: what it is for, what it asks and compares, what it concluded, who leads it, how it fares."""
    found = get_object_or_404(group_page.groups(request.user), slug=slug)
    return render(request, "sigs/group_detail.html", group_page.about(found, request.user))
