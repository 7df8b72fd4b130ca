"""Moving an item, and giving it another quarter."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from hub.core.forms import carry_out, status_of
from hub.core.permissions import authorize
from hub.roadmap import actions, lifecycle, showing
from hub.roadmap.life_forms import MoveForm, PlanForm
from hub.roadmap.showing.life import steps_for


# /roadmap/<slug>/move/
@login_required
@require_POST
def move(request: HttpRequest, slug: str) -> HttpResponse:
    """Move an item to the state that was chosen, with the reason, quarter or release note it needs."""
    found = get_object_or_404(showing.items(request.user), slug=slug)
    seen = request.POST.get("seen") or found.state
    authorize(request.user, lifecycle.right(seen, request.POST.get("to", "")), found)
    steps = steps_for(found, request.user)
    form = MoveForm(request.POST, item=found, steps=steps)
    if moved := carry_out(form, actions.move_item, found, by=request.user):
        messages.success(
            request, f"It is {moved.get_state_display().lower()} now. Everybody who asked for it is told."
        )
        return redirect(f"{moved.get_absolute_url()}#next")
    context = showing.about(found, request.user) | {"move_form": form, "next_steps": steps, "trouble": form}
    return render(request, "roadmap/item_detail.html", context, status=status_of(form))


# /roadmap/<slug>/plan/
@login_required
@require_POST
def plan(request: HttpRequest, slug: str) -> HttpResponse:
    """Give an item another quarter or step."""
    found = get_object_or_404(showing.items(request.user), slug=slug)
    authorize(request.user, "roadmap.move_item", found)
    form = PlanForm(request.POST, item=found)
    if planned := carry_out(form, actions.plan_item, found, by=request.user):
        messages.success(request, "Saved. If its quarter changed, everybody who asked for it is told.")
        return redirect(f"{planned.get_absolute_url()}#next")
    context = showing.about(found, request.user) | {"plan_form": form, "trouble": form}
    return render(request, "roadmap/item_detail.html", context, status=status_of(form))
