"""The HTML doors of links that the words of a recording suggest."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from hub.recordings import actions
from hub.recordings.linking import called, counted, suggest_links
from hub.recordings.models import Suggestion
from hub.recordings.views.segmenting import found_by


# /community/recordings/<slug>/suggestions/
@login_required
@require_GET
def suggestions(request: HttpRequest, slug: str) -> HttpResponse:
    """What the words suggest to link, each with the sentence as proof, and how often it was right."""
    found = found_by(request, slug)
    rows = list(found.suggestions.select_related("segment", "decided_by"))
    waiting = [row for row in rows if row.state == Suggestion.State.OPEN]
    context = {
        "recording": found,
        "open": called(waiting, request.user),
        "counts": counted(rows),
        "has_words": found.tracks.exists(),
    }
    return render(request, "recordings/suggestions.html", context)


# /community/recordings/<slug>/suggestions/search/
@login_required
@require_POST
def search(request: HttpRequest, slug: str) -> HttpResponse:
    """Look through the words again."""
    found = found_by(request, slug)
    waiting = suggest_links(found)
    messages.success(
        request, f"{len(waiting)} links wait for a decision." if waiting else "Nothing new is named."
    )
    return redirect("recordings:suggestions", slug)


# /community/recordings/<slug>/suggestions/<id>/acceptance/
@login_required
@require_POST
def acceptance(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Make the link."""
    row = get_object_or_404(found_by(request, slug).suggestions.all(), pk=pk)
    made = actions.accept_suggestion(row, by=request.user)  # type: ignore[arg-type]
    messages.success(request, f"Linked at {made.segment.starts_clock if made.segment else 'its second'}.")
    return redirect("recordings:suggestions", slug)


# /community/recordings/<slug>/suggestions/<id>/dismissal/
@login_required
@require_POST
def dismissal(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say that the link makes no sense."""
    row = get_object_or_404(found_by(request, slug).suggestions.all(), pk=pk)
    actions.dismiss_suggestion(row, by=request.user)  # type: ignore[arg-type]
    messages.success(request, "Dismissed. It is not suggested again.")
    return redirect("recordings:suggestions", slug)
