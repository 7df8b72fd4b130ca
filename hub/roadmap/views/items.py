"""One item: reading it, proposing it, saying it better."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from hub.core.forms import carry_out, status_of
from hub.core.permissions import authorize
from hub.roadmap import actions, showing
from hub.roadmap.forms import ItemForm, NewItemForm, SupportForm, as_typed, begun
from hub.roadmap.models import RoadmapItem, Support
from hub.roadmap.similar import similar_to

KINDS = RoadmapItem.Kind.choices
NEEDS = [level for level in Support.Need.choices if level[0]]


# /roadmap/<slug>/
@require_GET
def item(request: HttpRequest, slug: str) -> HttpResponse:
    """One item: the need, how far it is and why, who needs it how badly, and what belongs to it."""
    found = showing.found_by(slug, request.user)
    if found.slug != slug:
        messages.info(request, "The item you looked for was merged into this one.")
        return redirect(found)
    context = showing.about(found, request.user)
    if "drafted" in request.session:
        context["drafted"] = request.session.pop("drafted")
    return render(request, "roadmap/item_detail.html", context)


# /roadmap/new/
@login_required
@require_http_methods(["GET", "POST"])
def new_item(request: HttpRequest) -> HttpResponse:
    """Propose an item, or support a similar one instead: what is similar is shown first, so that needs meet."""
    authorize(request.user, "roadmap.propose_item")
    form = NewItemForm(request.POST if request.method == "POST" else None, initial=begun(request.GET))
    if "instead" in request.POST and (answer := _supported_instead(request, form)):
        return answer
    similar = similar_to(form["title"].value() or "", form["need"].value() or "", by=request.user)
    ready = request.method == "POST" and "instead" not in request.POST
    ready = ready and ("confirmed" in request.POST or not similar)
    if ready and (made := carry_out(form, actions.propose_item, by=request.user)):
        messages.success(request, "Proposed. People can now say how badly they need it.")
        return redirect(made)
    asking = ready is False and form.is_bound and "instead" not in request.POST and form.is_valid()
    context = {"form": form, "similar": similar, "asking": asking, "needs": NEEDS, "templates": KINDS}
    return render(request, "roadmap/item_form.html", context, status=status_of(form))


def _supported_instead(request: HttpRequest, form: ItemForm) -> HttpResponse | None:
    """Support the similar item that was chosen; None, with the reason in the form, when that does not go."""
    found = showing.found_by(request.POST["instead"].replace("\0", ""), request.user)
    authorize(request.user, "roadmap.support_item", found)
    said = SupportForm(
        {"need": request.POST.get(f"need-{found.slug}", ""), "why": request.POST.get("title", "")}
    )
    if not carry_out(said, actions.support_item, found, by=request.user):
        for error in said.non_field_errors() or ["Choose how badly you need it."]:
            form.add_error(None, ValidationError(error, code="refused"))
        return None
    request.session["drafted"] = " ".join(request.POST.get("title", "").split())
    messages.success(
        request, f"You supported “{found.title}”. You hear what is decided, why, and when it ships."
    )
    return redirect(f"{found.get_absolute_url()}#needs")


# /roadmap/similar/
@require_http_methods(["GET", "POST"])  # a POST only because what people type may be longer than an address
def similar(request: HttpRequest) -> HttpResponse:
    """Items similar to what is being typed."""
    typed = request.POST if request.method == "POST" else request.GET
    found = similar_to(typed.get("title", ""), typed.get("need", ""))
    return render(request, "roadmap/similar.html", {"similar": found, "needs": NEEDS})


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
