"""The HTML doors of demos."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from hub.core import limits, related
from hub.core.forms import carry_out, status_of
from hub.core.pagination import paginate
from hub.core.permissions import authorize
from hub.demos import actions
from hub.demos.forms import DemoForm, FilterForm
from hub.demos.models import Demo


# /community/demos/
@require_GET
def demos(request: HttpRequest) -> HttpResponse:
    """What teams showed each other, the latest first."""
    visible = Demo.objects.visible_to(request.user)
    tools = visible.all_tools()
    form = FilterForm(request.GET, tools=tools)
    asked = form.asked()
    rows = visible.chosen(asked).select_related("team", "meeting__series")
    page = paginate(
        request,
        rows.prefetch_related("presenters", "services", related.visible(Demo, "segments", request.user)),
    )
    context = {
        "form": form,
        "asked": asked,
        "page": page,
        "numbers": counted(visible, _watchable(request)),
        "tools": len(tools),
    }
    return render(request, "demos/demo_list.html", context)


def counted(demos: Any, recordings: Any) -> dict[str, int]:
    """How much was shown, by how many teams, how much of it can be watched."""
    counts: dict[str, int] = demos.order_by().aggregate(
        demos=Count("pk", distinct=True),
        teams=Count("team", distinct=True),
        recorded=Count("pk", distinct=True, filter=Q(segments__recording__in=recordings)),
    )
    return counts


# /community/demos/<slug>/
@require_GET
def demo(request: HttpRequest, slug: str) -> HttpResponse:
    """One demo: what to expect, who shows it, when, and the minute to watch."""
    rows = Demo.objects.visible_to(request.user).select_related("team", "meeting__series")
    found = get_object_or_404(rows, slug=slug)
    segments = found.segments.select_related("recording").filter(recording__in=_watchable(request))
    context = {
        "demo": found,
        "segments": segments,
        "services": found.services.all(),
        "presenters": found.presenters.all(),
        "items": found.items.visible_to(request.user),
    }
    return render(request, "demos/demo_detail.html", context)


def _watchable(request: HttpRequest) -> Any:
    """Recordings that this visitor may see; demos do not import what lies above them."""
    model: Any = Demo._meta.get_field("segments").related_model
    recordings = model._meta.get_field("recording").related_model
    return recordings.objects.visible_to(request.user)


# /community/demos/new/
@login_required
@require_http_methods(["GET", "POST"])
def new_demo(request: HttpRequest) -> HttpResponse:
    """Offer to show something."""
    authorize(request.user, "demos.propose_demo")
    asked = {"title": request.GET.get("title", "")[: limits.NAME]}
    form = DemoForm(request.POST if request.method == "POST" else None, initial=asked, by=request.user)
    if request.method == "POST" and (made := carry_out(form, actions.propose_demo, by=request.user)):
        messages.success(request, "Proposed. The platform team finds a date for it and tells you.")
        return redirect(made)
    return render(request, "demos/demo_form.html", {"form": form}, status=status_of(form))
