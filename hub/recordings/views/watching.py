"""The HTML doors of what people leave behind while they watch, and of the texts that a player reads."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from hub.core.forms import carry_out, status_of
from hub.core.permissions import authorize
from hub.recordings import actions, vtt
from hub.recordings.forms import NoteForm, PlaceForm
from hub.recordings.models import Recording, TimedNote
from hub.recordings.views.library import page_of


# /community/recordings/<slug>/place/
@login_required
@require_POST
def place(request: HttpRequest, slug: str) -> HttpResponse:
    """Remember where this person stopped."""
    found = get_object_or_404(Recording.objects.visible_to(request.user), slug=slug)
    authorize(request.user, "recordings.keep_place", found)
    form = PlaceForm(request.POST)
    carry_out(form, actions.keep_place, found, by=request.user)
    return HttpResponse(status=204 if form.is_valid() else 422)


# /community/recordings/<slug>/notes/
@login_required
@require_POST
def notes(request: HttpRequest, slug: str) -> HttpResponse:
    """Write a note at a second."""
    found = get_object_or_404(Recording.objects.visible_to(request.user), slug=slug)
    authorize(request.user, "recordings.write_note", found)
    form = NoteForm(request.POST)
    if note := carry_out(form, actions.write_note, found, by=request.user):
        messages.success(request, "Noted for everybody who watches it." if note.shared else "Noted, for you.")
        return redirect(f"{found.get_absolute_url()}?t={note.at_s}#notes")
    context = page_of(request, slug) | {"note_form": form}
    return render(request, "recordings/recording_detail.html", context, status=status_of(form))


# /community/recordings/<slug>/notes/<id>/removal/
@login_required
@require_POST
def note_removal(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take a note away."""
    rows = TimedNote.objects.visible_to(request.user).select_related("recording__meeting__series")
    note = get_object_or_404(rows, recording__slug=slug, pk=pk)
    authorize(request.user, "recordings.remove_note", note)
    actions.remove_note(note, by=request.user)  # type: ignore[arg-type]
    messages.success(request, "The note is gone.")
    return redirect(f"{note.recording.get_absolute_url()}?t={note.at_s}#notes")


# /community/recordings/<slug>/chapters.vtt
@require_safe
def chapters_vtt(request: HttpRequest, slug: str) -> HttpResponse:
    """The chapters, as players read them."""
    found = get_object_or_404(Recording.objects.visible_to(request.user), slug=slug)
    segments = list(found.segments.order_by("starts_s", "pk"))
    if not segments:
        raise Http404
    return HttpResponse(vtt.chapters(segments), content_type="text/vtt; charset=utf-8")


# /community/recordings/<slug>/chapters.txt
@require_safe
def chapters_text(request: HttpRequest, slug: str) -> HttpResponse:
    """The chapters as lines of a time and a title, as video sites read them."""
    found = get_object_or_404(Recording.objects.visible_to(request.user), slug=slug)
    segments = list(found.segments.order_by("starts_s", "pk"))
    if not segments:
        raise Http404
    return HttpResponse(vtt.as_lines(segments), content_type="text/plain; charset=utf-8")
