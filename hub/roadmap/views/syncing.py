"""The sync: its dates, the walk through the quarter, and what is written down on the way."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from hub.accounts.models import Team
from hub.core.forms import carry_out, status_of
from hub.core.permissions import authorize, may
from hub.meetings.dates import Date
from hub.roadmap import actions
from hub.roadmap.forms import ImpedimentForm, TextForm
from hub.roadmap.models import RoadmapItem
from hub.roadmap.sync import dates
from hub.roadmap.sync.reading import sync


# /roadmap/sync/
@require_GET
def syncs(request: HttpRequest) -> HttpResponse:
    """The next and the last dates of the syncs."""
    coming, over = dates.around(request.user, timezone.now())
    return render(request, "roadmap/sync_list.html", {"coming": coming, "over": over})


# /roadmap/sync/<series>/<day>/
@require_GET
def one_sync(request: HttpRequest, series: str, day: str) -> HttpResponse:
    """One sync: before and during it the walk through the quarter, afterwards what came out."""
    return _page(request, _date(request, series, day))


# /roadmap/sync/<series>/<day>/items/<slug>/notes/
@login_required
@require_POST
def sync_note(request: HttpRequest, series: str, day: str, slug: str) -> HttpResponse:
    """Write what was said about an item."""
    date, item = _date(request, series, day), _item(request, slug)
    authorize(request.user, "roadmap.note_item", item)
    form, where = TextForm(request.POST), {"series": date.series, "day": date.day}
    if carry_out(form, actions.note_in_sync, item, by=request.user, **where):
        return _back(request, date, f"point-{slug}", f"Noted on {item.title}.")
    return _page(request, date, form, slug)


# /roadmap/sync/<series>/<day>/items/<slug>/impediment/
@login_required
@require_POST
def sync_impediment(request: HttpRequest, series: str, day: str, slug: str) -> HttpResponse:
    """Say what is in the way of an item, or that nothing is any more."""
    date, item = _date(request, series, day), _item(request, slug)
    authorize(request.user, "roadmap.note_item", item)
    if "free" in request.POST:
        actions.free_item(item, by=request.user)  # type: ignore[arg-type]
        return _back(request, date, f"point-{slug}", f"{item.title} can go on.")
    form = ImpedimentForm(request.POST)
    if carry_out(form, actions.impede_item, item, by=request.user):
        return _back(request, date, f"point-{slug}", f"{item.title} is marked as impeded.")
    return _page(request, date, form, slug)


# /roadmap/sync/<series>/<day>/updates/<slug>/
@login_required
@require_POST
def sync_update(request: HttpRequest, series: str, day: str, slug: str) -> HttpResponse:
    """Write what a team tells the others."""
    date = _date(request, series, day)
    team = get_object_or_404(Team.objects.visible_to(request.user), slug=slug)
    authorize(request.user, "roadmap.tell_update", team)
    form, where = TextForm(request.POST), {"series": date.series, "day": date.day}
    if carry_out(form, actions.tell_update, team, by=request.user, **where):
        return _back(request, date, "updates", f"Written down for {team.name}.")
    return _page(request, date, form, f"team-{slug}")


def _date(request: HttpRequest, series: str, day: str) -> Date:
    found = dates.found(
        get_object_or_404(dates.syncs(request.user).select_related("group"), slug=series), day
    )
    if found is None:
        raise Http404("It does not meet on this day.")
    return found


def _item(request: HttpRequest, slug: str) -> RoadmapItem:
    return get_object_or_404(RoadmapItem.objects.visible_to(request.user), slug=slug)


def _back(request: HttpRequest, date: Date, anchor: str, said: str) -> HttpResponse:
    if not request.headers.get("HX-Request"):
        messages.success(request, said)
    query = "?present=1" if "present" in request.POST else "?walk=1" if "walk" in request.POST else ""
    return redirect(f"{dates.address(date)}{query}#{anchor}")


def _page(request: HttpRequest, date: Date, form: Form | None = None, wrong: str = "") -> HttpResponse:
    now = timezone.now()
    shown = sync(date, request.user, now)
    context: dict[str, Any] = {
        "sync": shown,
        "address": dates.address(date),
        "is_over": date.ends_at <= now,
        "walking": date.ends_at > now or bool({"walk", "present"} & {*request.GET, *request.POST}),
        "form": form,
        "wrong": wrong,
        "tellers": [(turn, may(request.user, "roadmap.tell_update", team)) for turn, team in shown.turns],
    }
    return render(request, "roadmap/sync.html", context, status=status_of(form) if form else 200)
