"""The door of the search: one box over everything."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hub.core.pagination import paginate
from hub.search.hits import SPOKEN, Hits
from hub.search.sources import KINDS, SOURCES
from hub.search.spoken import InRecordings

PER_PAGE = 20


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What was found, the best first; by kind with counts."""
    kind = request.GET.get("kind", "")
    hits = Hits(request.user, request.GET.get("q", ""), kind)
    rows = InRecordings(request.user, hits.text) if kind == SPOKEN else hits
    context = {
        "text": hits.text,
        "kind": KINDS.get(kind),
        "facets": [(source, hits.counts[source.kind]) for source in SOURCES if source.kind in hits.counts],
        "spoken": kind == SPOKEN,
        "total": sum(hits.counts.values()),
        "page": paginate(request, rows, PER_PAGE),
    }
    return render(request, "search/search.html", context)
