"""The roadmap: the quarters as a board, or everything as a list."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from hub.core.errors import Refused
from hub.core.pagination import paginate_keys
from hub.core.permissions import authorize
from hub.roadmap import actions
from hub.roadmap.asked import asked_for, safe_next
from hub.roadmap.board import cards, page_of
from hub.roadmap.filters import FilterForm, chosen, ordered
from hub.roadmap.forms import LookForm, PlaceForm
from hub.roadmap.models import RoadmapItem
from hub.roadmap.news import news_for
from hub.roadmap.reach import on_board
from hub.roadmap.rounds.standing import calls


# /roadmap/
@require_GET
def roadmap(request: HttpRequest) -> HttpResponse:
    """The quarters as a board, or everything as a list."""
    form = FilterForm(request.GET)
    context = asked_for(request, form)
    if request.GET.get("view") == "list" or "q" in context["asked"]:
        return _list(request, context)
    return _board(request, context)


def _list(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    asked = context["asked"]
    items = ordered(chosen(asked, request.user), asked.get("sort", "need"))
    page = paginate_keys(request, items, cards(RoadmapItem.objects.visible_to(request.user)))
    return render(request, "roadmap/item_list.html", context | {"page": page, "list": True})


def _board(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    now = timezone.now()
    context |= page_of(context["asked"], request.GET.get("from", ""), request.user, timezone.localdate(now))
    context |= {"news": news_for(request.user, now), "now_at": now, "calls": calls(request.user)}
    return render(request, "roadmap/board.html", context | on_board(request.user, context, request.GET))


# /roadmap/<slug>/place/
@login_required
@require_POST
def place(request: HttpRequest, slug: str) -> HttpResponse:
    """Put an item into another quarter or at another step; asked by a script, answered in its words."""
    item = get_object_or_404(RoadmapItem.objects.visible_to(request.user), slug=slug)
    form = PlaceForm(request.POST)
    form.full_clean()
    said = [words for errors in form.errors.values() for words in errors]
    taken_out = form.cleaned_data.get("seen") and not form.cleaned_data.get("quarter")
    # Out of its quarter, what is planned is only accepted again: that is decided by those who steer it.
    authorize(request.user, "roadmap.decide_item" if taken_out else "roadmap.move_item", item)
    if said:
        return _not_placed(request, item, ValidationError(said))
    try:
        placed = actions.place_item(item, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
    except (Refused, ValidationError) as error:
        return _not_placed(request, item, error)
    return _placed(request, placed)


def _placed(request: HttpRequest, item: RoadmapItem) -> HttpResponse:
    where = item.quarter or "no quarter"
    said = f"{item.title} is in {where} now, at the step {item.get_step_display() or 'none'}."
    if request.accepts("text/html"):
        messages.success(request, said)
        return redirect(safe_next(request, reverse("roadmap:roadmap")))
    return JsonResponse({"said": said, "quarter": item.quarter, "step": item.step, "state": item.state})


def _not_placed(request: HttpRequest, item: RoadmapItem, error: Refused | ValidationError) -> HttpResponse:
    refused = isinstance(error, Refused)
    said = error.reason if isinstance(error, Refused) else " ".join(error.messages)
    status = 409 if refused else 422
    if not request.accepts("text/html"):
        return JsonResponse({"said": said, "field": "" if refused else "reason"}, status=status)
    context = {
        "item": item,
        "said": said,
        "typed": request.POST,
        "next": safe_next(request, item.get_absolute_url()),
    }
    return render(request, "roadmap/not_placed.html", context | on_board(request.user, {}, {}), status=status)


# /roadmap/looked/
@login_required
@require_POST
def looked(request: HttpRequest) -> HttpResponse:
    """Mark what moved until the page was made as seen."""
    form = LookForm(request.POST)
    until = form.cleaned_data["until"] if form.is_valid() else None
    actions.mark_seen(by=request.user, until=until)  # type: ignore[arg-type]
    return redirect(safe_next(request, reverse("roadmap:roadmap")))
