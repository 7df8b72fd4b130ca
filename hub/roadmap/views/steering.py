"""Who does an item, what it costs, and what belongs to it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from hub.core.forms import carry_out, status_of
from hub.core.permissions import authorize
from hub.roadmap import actions, showing
from hub.roadmap.life_forms import SteeringForm


# /roadmap/<slug>/steering/
@login_required
@require_http_methods(["GET", "POST"])
def steering(request: HttpRequest, slug: str) -> HttpResponse:
    """Say who does it, what it costs, and what belongs to it."""
    found = get_object_or_404(showing.items(request.user), slug=slug)
    authorize(request.user, "roadmap.steer_item", found)
    form = SteeringForm(request.POST if request.method == "POST" else None, item=found, by=request.user)
    if request.method == "POST" and (saved := carry_out(form, actions.steer_item, found, by=request.user)):
        messages.success(request, "Saved.")
        return redirect(saved)
    return render(
        request, "roadmap/steering_form.html", {"form": form, "item": found}, status=status_of(form)
    )
