"""The doors to the cuts of a recording."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from hub.core.forms import carry_out, status_of
from hub.core.permissions import authorize
from hub.recordings.actions import cutting
from hub.recordings.forms_media import CutForm
from hub.recordings.models import Recording
from hub.recordings.views.uploads import render_file


# /community/recordings/<slug>/cuts/
@login_required
@require_POST
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """Cut a span out."""
    found = get_object_or_404(Recording.objects.visible_to(request.user), slug=slug)
    authorize(request.user, "recordings.cut", found)
    form = CutForm(request.POST)
    if carry_out(form, cutting.add_cut, found, by=request.user):
        messages.success(request, "Cut. Nobody sees or hears that span any more; the video is made anew now.")
        return redirect("recordings:file", slug)
    return render_file(request, found, cut_form=form, status=status_of(form))


# /community/recordings/<slug>/cuts/<pk>/
@login_required
@require_POST
def remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take a cut back."""
    found = get_object_or_404(Recording.objects.visible_to(request.user), slug=slug)
    authorize(request.user, "recordings.cut", found)
    cut = get_object_or_404(found.cuts.select_related("recording"), pk=pk)
    cutting.remove_cut(cut, by=request.user)  # type: ignore[arg-type]
    messages.success(request, "Taken back. The span is shown again once the video has been made anew.")
    return redirect("recordings:file", slug)
