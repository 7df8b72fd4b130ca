"""Saying how badly one needs an item."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from hub.core.forms import carry_out, status_of
from hub.core.permissions import authorize
from hub.roadmap import actions, showing
from hub.roadmap.forms import SupportForForm, SupportForm
from hub.roadmap.models import RoadmapItem


# /roadmap/<slug>/support/
@login_required
@require_POST
def support(request: HttpRequest, slug: str) -> HttpResponse:
    """Say how badly I need it."""
    found = showing.found_by(slug, request.user)
    authorize(request.user, "roadmap.support_item", found)
    form = SupportForm(request.POST)
    if carry_out(form, actions.support_item, found, by=request.user):
        return _supported(request, found, "Noted. You hear what is decided, why, and when it ships.")
    context = showing.about(found, request.user) | {"form": form}
    page = "roadmap/item/needs.html" if request.headers.get("HX-Request") else "roadmap/item_detail.html"
    return render(request, page, context, status=status_of(form))


# /roadmap/<slug>/support/withdrawal/
@login_required
@require_POST
def withdrawal(request: HttpRequest, slug: str) -> HttpResponse:
    """Take it back."""
    found = showing.found_by(slug, request.user)
    authorize(request.user, "roadmap.support_item", found)
    actions.withdraw_support(found, by=request.user)  # type: ignore[arg-type]
    return _supported(request, found, "Withdrawn. You can say it again at any time.")


# /roadmap/<slug>/support/for/
@login_required
@require_POST
def support_for(request: HttpRequest, slug: str) -> HttpResponse:
    """Say for somebody else how badly they need it."""
    found = showing.found_by(slug, request.user)
    authorize(request.user, "roadmap.support_for", found)
    form = SupportForForm(request.POST, auto_id="for_%s")
    if made := carry_out(form, actions.support_for, found, by=request.user):
        messages.success(request, f"Noted. {made.user.name} is told that you said it.")
        return redirect(f"{found.get_absolute_url()}#needs")
    context = showing.about(found, request.user) | {"for_form": form}
    return render(request, "roadmap/item_detail.html", context, status=status_of(form))


def _supported(request: HttpRequest, found: RoadmapItem, said: str) -> HttpResponse:
    """The part of the page that changed, for htmx; else the page."""
    if request.headers.get("HX-Request"):
        context = showing.about(found, request.user) | {"said": said}
        return render(request, "roadmap/item/needs.html", context)
    messages.success(request, said)
    return redirect(f"{found.get_absolute_url()}#needs")
