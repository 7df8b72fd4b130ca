"""Making two needs one, and taking it back."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from hub.core.errors import Refused
from hub.core.forms import carry_out, status_of
from hub.core.permissions import authorize
from hub.roadmap import actions, showing
from hub.roadmap.forms import MergeForm
from hub.roadmap.merges import candidates, preview
from hub.roadmap.models import RoadmapItem


# /roadmap/<slug>/merge/
@login_required
@require_http_methods(["GET", "POST"])
def merge(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose the item it becomes part of, see what that means, and merge."""
    found = get_object_or_404(showing.items(request.user), slug=slug)
    authorize(request.user, "roadmap.merge_items", found)
    asked = request.POST if request.method == "POST" else request.GET
    named = asked.get("into", "").replace("\0", "")
    into = RoadmapItem.objects.visible_to(request.user).filter(slug=named).first()
    form = MergeForm(request.POST if request.method == "POST" else None, initial={"into": into and into.slug})
    if into is not None:
        authorize(request.user, "roadmap.merge_items", into)
    if request.method == "POST" and (made := carry_out(form, actions.merge_item, found, by=request.user)):
        messages.success(
            request, f"Merged. “{made.into.title}” now speaks for both; it can be undone for seven days."
        )
        return redirect(made.into)
    words = request.GET.get("q", "").replace("\0", "")[:200]
    context: dict[str, Any] = {"item": found, "into": into, "form": form, "words": words}
    context |= preview(found, into) if into else {"candidates": candidates(found, words)}
    return render(request, "roadmap/merge.html", context, status=status_of(form))


# /roadmap/<slug>/merge/undo/
@login_required
@require_POST
def unmerge(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a merge back; `slug` is that of the part."""
    found = get_object_or_404(RoadmapItem.objects.select_related("canonical", "group"), slug=slug)
    for item in filter(None, (found, found.canonical)):
        authorize(request.user, "roadmap.merge_items", item)
    try:
        item = actions.unmerge_item(found, by=request.user)  # type: ignore[arg-type]
    except Refused as refusal:
        messages.error(request, refusal.reason)
        return redirect(found.canonical or found)
    messages.success(request, f"“{item.title}” stands for itself again. Those concerned are told.")
    return redirect(item)
