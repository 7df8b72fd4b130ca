"""One item: reading it, proposing it, saying it better."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from hub.core.forms import carry_out, status_of
from hub.core.permissions import authorize
from hub.roadmap import actions, showing
from hub.roadmap.forms import ItemForm, as_typed
from hub.roadmap.models import RoadmapItem
from hub.roadmap.similar import similar_to


# /roadmap/<slug>/
@require_GET
def item(request: HttpRequest, slug: str) -> HttpResponse:
    """One item: the need, how far it is and why, who needs it how badly, and what belongs to it."""
    found = get_object_or_404(showing.items(request.user), slug=slug)
    return render(request, "roadmap/item_detail.html", showing.about(found, request.user))


# /roadmap/new/
@login_required
@require_http_methods(["GET", "POST"])
def new_item(request: HttpRequest) -> HttpResponse:
    """Propose an item; what is similar is shown first, so that needs meet."""
    authorize(request.user, "roadmap.propose_item")
    form = ItemForm(
        request.POST if request.method == "POST" else None,
        initial={"title": request.GET.get("title", "")[:200]},
    )
    similar = similar_to(form["title"].value() or "", form["need"].value() or "", by=request.user)
    ready = request.method == "POST" and ("confirmed" in request.POST or not similar)
    if ready and (made := carry_out(form, actions.propose_item, by=request.user)):
        messages.success(request, "Proposed. People can now say how badly they need it.")
        return redirect(made)
    context = {"form": form, "similar": similar, "asking": form.is_bound and form.is_valid()}
    return render(request, "roadmap/item_form.html", context, status=status_of(form))


# /roadmap/similar/
@require_GET
def similar(request: HttpRequest) -> HttpResponse:
    """Items similar to what is being typed."""
    found = similar_to(request.GET.get("title", ""))
    return render(request, "roadmap/similar.html", {"similar": found})


# /roadmap/<slug>/edit/
@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Say a need better while it is only proposed."""
    found = get_object_or_404(RoadmapItem.objects.visible_to(request.user), slug=slug)
    authorize(request.user, "roadmap.edit_item", found)
    form = ItemForm(request.POST if request.method == "POST" else None, initial=as_typed(found))
    if request.method == "POST" and (saved := carry_out(form, actions.edit_item, found, by=request.user)):
        messages.success(request, "Saved. Those who follow it are told.")
        return redirect(saved)
    return render(request, "roadmap/item_form.html", {"form": form, "item": found}, status=status_of(form))
