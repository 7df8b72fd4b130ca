"""Notes and answers on an item, and what is in its way."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from hub.core.forms import carry_out, status_of
from hub.core.permissions import authorize
from hub.roadmap import actions, showing
from hub.roadmap.life_forms import ImpedimentForm, NoteForm


# /roadmap/<slug>/notes/
@login_required
@require_POST
def notes(request: HttpRequest, slug: str) -> HttpResponse:
    """Note something on an item, or answer those who asked for it."""
    found = get_object_or_404(showing.items(request.user), slug=slug)
    answer = request.POST.get("kind") == "answer"
    authorize(request.user, "roadmap.answer_item" if answer else "roadmap.note_item", found)
    form = NoteForm(request.POST)
    if carry_out(form, actions.note_item, found, by=request.user):
        messages.success(request, "Answered. Everybody who asked for it is told." if answer else "Noted.")
        return redirect(f"{found.get_absolute_url()}#history")
    context = showing.about(found, request.user) | {"note_form": form, "trouble": form}
    return render(request, "roadmap/item_detail.html", context, status=status_of(form))


# /roadmap/<slug>/impediment/
@login_required
@require_POST
def impediment(request: HttpRequest, slug: str) -> HttpResponse:
    """Say what is in the way of an item."""
    found = get_object_or_404(showing.items(request.user), slug=slug)
    authorize(request.user, "roadmap.note_item", found)
    form = ImpedimentForm(request.POST)
    if carry_out(form, actions.impede_item, found, by=request.user):
        messages.success(request, "Noted. Everybody who asked for it is told what is in the way.")
        return redirect(found)
    context = showing.about(found, request.user) | {"impediment_form": form, "trouble": form}
    return render(request, "roadmap/item_detail.html", context, status=status_of(form))


# /roadmap/<slug>/impediment/end/
@login_required
@require_POST
def freed(request: HttpRequest, slug: str) -> HttpResponse:
    """Say that nothing is in the way of an item any more."""
    found = get_object_or_404(showing.items(request.user), slug=slug)
    authorize(request.user, "roadmap.note_item", found)
    actions.free_item(found, by=request.user)  # type: ignore[arg-type]
    messages.success(request, "Noted: it can go on.")
    return redirect(found)
