"""The HTML doors of chapters: the list to work on, one chapter, the agenda, a text."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from hub.core.forms import carry_out, status_of
from hub.core.permissions import authorize
from hub.recordings import actions, playing, vtt
from hub.recordings.forms import BeginningForm, ChaptersTextForm, SegmentForm, SegmentTimesForm
from hub.recordings.models import Recording, Segment, Suggestion
from hub.recordings.shown import chapters


def found_by(request: HttpRequest, slug: str) -> Recording:
    """The recording, if this person may see it and work on its chapters (404, 403)."""
    rows = Recording.objects.visible_to(request.user)
    found = get_object_or_404(rows.select_related("meeting__series__group", "group"), slug=slug)
    authorize(request.user, "recordings.edit_segments", found)
    return found


def _list(request: HttpRequest, found: Recording, **forms: Any) -> HttpResponse:
    """The chapters with every way to make more of them."""
    segments = chapters(found, request.user)
    context = {
        "recording": found,
        "player": playing.player_of(found, as_audio=False),
        "segments": segments,
        "form": SegmentTimesForm(),
        "text_form": ChaptersTextForm(initial={"text": vtt.as_lines(segments)}),
        "beginning_form": BeginningForm(initial={"began_at": found.began_at}),
        "open_suggestions": found.suggestions.filter(state=Suggestion.State.OPEN).count(),
    } | forms
    bound = [form for form in forms.values() if form.is_bound]
    status = status_of(bound[0]) if bound else 200
    return render(request, "recordings/chapters_edit.html", context, status=status)


# /community/recordings/<slug>/chapters/
@login_required
@require_http_methods(["GET", "POST"])
def segments(request: HttpRequest, slug: str) -> HttpResponse:
    """The chapters to work on; add one."""
    found = found_by(request, slug)
    if request.method == "GET":
        return _list(request, found)
    form = SegmentTimesForm(request.POST)
    if segment := carry_out(form, actions.add_segment, found, by=request.user):
        messages.success(request, "Added. Now say what it shows.")
        return redirect("recordings:segment", slug, segment.pk)
    return _list(request, found, form=form)


# /community/recordings/<slug>/chapters/<id>/
@login_required
@require_http_methods(["GET", "POST"])
def segment(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One chapter: when, and what it is linked to."""
    found = found_by(request, slug)
    row = get_object_or_404(found.segments.all(), pk=pk)
    row.recording = found
    form = SegmentForm(request.POST if request.method == "POST" else None, segment=row, by=request.user)
    saved = carry_out(form, actions.edit_segment, row, by=request.user) if form.is_bound else None
    if saved:
        messages.success(request, "Saved.")
        return redirect("recordings:segments", slug)
    player = playing.player_of(found, as_audio=False)
    context = {"recording": found, "segment": row, "form": form, "player": player}
    return render(request, "recordings/chapter_form.html", context, status=status_of(form))


# /community/recordings/<slug>/chapters/<id>/removal/
@login_required
@require_POST
def segment_removal(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take a chapter away."""
    row: Segment = get_object_or_404(found_by(request, slug).segments.all(), pk=pk)
    actions.remove_segment(row, by=request.user)  # type: ignore[arg-type]
    messages.success(request, f"The chapter “{row.title}” is gone.")
    return redirect("recordings:segments", slug)


# /community/recordings/<slug>/chapters/agenda/
@login_required
@require_POST
def from_agenda(request: HttpRequest, slug: str) -> HttpResponse:
    """Make the chapters from the agenda's stamps."""
    made = actions.chapters_from_agenda(found_by(request, slug), by=request.user)  # type: ignore[arg-type]
    messages.success(request, f"{len(made)} chapters are made from the agenda.")
    return redirect("recordings:segments", slug)


# /community/recordings/<slug>/chapters/text/
@login_required
@require_POST
def from_text(request: HttpRequest, slug: str) -> HttpResponse:
    """Make the chapters from lines of a time and a title."""
    found = found_by(request, slug)
    form = ChaptersTextForm(request.POST)
    made = carry_out(form, actions.chapters_from_text, found, by=request.user)
    if made is None:
        return _list(request, found, text_form=form)
    messages.success(request, f"{len(made)} chapters are written.")
    return redirect("recordings:segments", slug)


# /community/recordings/<slug>/chapters/beginning/
@login_required
@require_POST
def beginning(request: HttpRequest, slug: str) -> HttpResponse:
    """Say at what time of the day the recording began."""
    found = found_by(request, slug)
    form = BeginningForm(request.POST)
    if not carry_out(form, actions.set_beginning, found, by=request.user):
        return _list(request, found, beginning_form=form)
    messages.success(request, "The stamps of the agenda find their seconds now.")
    return redirect("recordings:segments", slug)
