"""The door of the search: one box over everything."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hub.core.pagination import paginate
from hub.demos.actions import note_miss
from hub.search.hits import SPOKEN, Hits
from hub.search.marks import marks
from hub.search.sources import KINDS, SOURCES
from hub.search.spoken import InRecordings

PER_PAGE = 20


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What was found, the best first; by kind with counts."""
    kind = request.GET.get("kind", "")
    hits = Hits(request.user, request.GET.get("q", ""), kind)
    if hits.text and not hits.counts and request.method == "GET" and "page" not in request.GET:
        note_miss(hits.text)  # what nobody finds becomes a wish
    spoken = kind == SPOKEN
    page = paginate(request, InRecordings(request.user, hits.text) if spoken else hits, PER_PAGE)
    found = [] if spoken else list(page.object_list)
    said = marks(found)
    context = {
        "text": hits.text,
        "kind": KINDS.get(kind),
        "facets": [(source, hits.counts[source.kind]) for source in SOURCES if source.kind in hits.counts],
        "spoken": spoken,
        "total": sum(hits.counts.values()),
        "page": page,
        "rows": [(hit, said.get(hit.url, [])) for hit in found],
    }
    return render(request, "search/search.html", context)
