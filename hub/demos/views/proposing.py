"""Offering a demo, and saying it better."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from hub.core import limits
from hub.core.forms import carry_out, status_of
from hub.core.permissions import authorize
from hub.demos import actions, showing
from hub.demos.forms import DemoForm, as_written
from hub.demos.models import Wish


# /community/demos/new/
@login_required
@require_http_methods(["GET", "POST"])
def new_demo(request: HttpRequest) -> HttpResponse:
    """Offer to show something, perhaps what somebody wished for (`?wish=`)."""
    authorize(request.user, "demos.propose_demo")
    wish = _wish(request.POST.get("wish") or request.GET.get("wish", ""))
    form = DemoForm(
        request.POST if request.method == "POST" else None, initial=_begun(request, wish), by=request.user
    )
    if request.method == "POST" and (
        made := carry_out(form, actions.propose_demo, by=request.user, wish=wish)
    ):
        messages.success(
            request, "Proposed. Whoever answers for the meeting finds a date for it and tells you."
        )
        return redirect(made)
    return render(request, "demos/demo_form.html", {"form": form, "wish": wish}, status=status_of(form))


# /community/demos/<slug>/edit/
@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Say better what is shown, by whom and how long."""
    found = showing.found_by(request, slug)
    authorize(request.user, "demos.edit_demo", found)
    typed = request.POST if request.method == "POST" else None
    form = DemoForm(typed, initial=as_written(found), by=request.user, demo=found)
    if typed is not None and (saved := carry_out(form, actions.edit_demo, found, by=request.user)):
        messages.success(request, "Saved. Those who present it are told.")
        return redirect(saved)
    return render(request, "demos/demo_form.html", {"form": form, "demo": found}, status=status_of(form))


def _wish(key: str) -> Wish | None:
    """The wish that is being answered; a key that makes no sense counts as none."""
    return Wish.objects.filter(pk=key).first() if key.isdecimal() and len(key) < 18 else None


def _begun(request: HttpRequest, wish: Wish | None) -> dict[str, Any]:
    """What the form shows first: what the address or the wish says."""
    begun: dict[str, Any] = {"title": request.GET.get("title", "")[: limits.NAME]}
    if service := request.GET.get("service", "")[: limits.SLUG]:
        begun["services"] = _services(service)
    if wish:
        begun |= {"title": wish.title, "shows": wish.why}
        begun["services"] = [wish.service_id] if wish.service_id else []
    return begun


def _services(slug: str) -> list[int]:
    services: Any = Wish._meta.get_field("service").related_model
    return list(services.objects.filter(slug=slug).values_list("pk", flat=True))
