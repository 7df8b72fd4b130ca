"""The roadmap as a timeline, as a page to share, and as slides."""

from __future__ import annotations

from csp.decorators import csp_replace
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_GET

from hub.roadmap import board, slides, timeline
from hub.roadmap.asked import asked_for
from hub.roadmap.filters import FilterForm
from hub.roadmap.quarters import quarter_of, words


# /roadmap/timeline/
@require_GET
def as_timeline(request: HttpRequest) -> HttpResponse:
    """Items as bars over the quarters, by pipeline step."""
    context = asked_for(request, FilterForm(request.GET))
    first = request.GET.get("from", "")
    context |= timeline.page_of(context["asked"], first, request.user, timezone.localdate())
    context["as_table"] = request.GET.get("as") == "table"
    return render(request, "roadmap/timeline.html", context)


# /roadmap/public/
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
@require_GET
def public(request: HttpRequest) -> HttpResponse:
    """The board as everybody sees it, without anything around it: to link to, or to show in another page."""
    everybody = AnonymousUser()
    context = asked_for(request, FilterForm(request.GET))
    asked = {name: value for name, value in context["asked"].items() if name != "mine"}
    context |= board.page_of(asked, request.GET.get("from", ""), everybody, timezone.localdate())
    answer = render(request, "roadmap/public.html", context | {"bare": True})
    answer["X-Robots-Tag"] = "noindex"
    return answer


# /roadmap/print/
@require_GET
def as_slides(request: HttpRequest) -> HttpResponse:
    """A quarter as slides: printed to a file, each is a page."""
    context = asked_for(request, FilterForm(request.GET))
    quarter = context["asked"].get("quarter") or quarter_of(timezone.localdate())
    deck = slides.deck(quarter, context["asked"], request.user)
    context |= {"deck": deck, "quarter": quarter, "words": words(quarter), "day": timezone.localdate()}
    return render(request, "roadmap/print.html", context)
