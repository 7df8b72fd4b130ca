"""How many people of a team work with the platform."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from hub.accounts.models import Team
from hub.core.forms import carry_out, status_of
from hub.core.permissions import authorize
from hub.roadmap import actions
from hub.roadmap.forms import CapacityForm


# /roadmap/capacity/<slug>/
@login_required
@require_http_methods(["GET", "POST"])
def capacity(request: HttpRequest, slug: str) -> HttpResponse:
    """Publish the capacity of a team."""
    team = get_object_or_404(Team.objects.visible_to(request.user), slug=slug)
    authorize(request.user, "roadmap.publish_capacity", team)
    form = CapacityForm(
        request.POST if request.method == "POST" else None, initial={"capacity": team.capacity}
    )
    if request.method == "POST" and (
        said := carry_out(form, actions.publish_capacity, team, by=request.user)
    ):
        messages.success(request, "Published. Needs are counted by it from now on.")
        return redirect(said)
    return render(request, "roadmap/capacity.html", {"team": team, "form": form}, status=status_of(form))
