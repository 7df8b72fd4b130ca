"""The doors through which people hand in a file and see what becomes of it."""

from __future__ import annotations

import hashlib
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from hub.core.forms import carry_out, status_of
from hub.core.permissions import authorize, may
from hub.demos.models import Demo
from hub.meetings.models import Meeting
from hub.recordings.actions import processing, uploading
from hub.recordings.forms_media import AddressForm, CutForm, RecordingForm, SmallFileForm
from hub.recordings.models import Job, MediaFile, Recording

SMALL_MB = 200


# /community/recordings/new/
@login_required
@require_http_methods(["GET", "POST"])
def new_recording(request: HttpRequest) -> HttpResponse:
    """Say what was recorded; the file comes next."""
    authorize(request.user, "recordings.add_recording")
    initial, meeting = begun_from(request)
    form = RecordingForm(request.POST or None, initial=initial, meeting=meeting, by=request.user)
    if request.method == "POST" and (made := carry_out(form, uploading.add_recording, by=request.user)):
        return redirect("recordings:file", made.slug)
    return render(request, "recordings/recording_new.html", {"form": form}, status=status_of(form))


def begun_from(request: HttpRequest) -> tuple[dict[str, Any], Meeting | None]:
    """What a meeting (`?meeting=KEY`) or a demo (`?demo=SLUG`) already says of the recording."""
    meeting = demo = None
    if (key := request.GET.get("meeting", "")).isascii() and key.isdigit() and len(key) < 10:
        meeting = (
            Meeting.objects.visible_to(request.user).select_related("series").filter(pk=int(key)).first()
        )
    if slug := request.GET.get("demo", "").replace("\0", ""):
        demo = (
            Demo.objects.visible_to(request.user).select_related("meeting__series").filter(slug=slug).first()
        )
        meeting = meeting or (demo.meeting if demo else None)
    initial: dict[str, Any] = {"title": demo.title if demo else str(meeting or "")}
    if meeting:
        initial |= {"meeting": meeting.pk, "recorded_on": meeting.day}
    return initial, meeting


def looked_after(request: HttpRequest, slug: str) -> Recording:
    """The recording, for those who look after it."""
    rows = Recording.objects.visible_to(request.user).select_related("meeting__series", "group", "owner")
    found = get_object_or_404(rows, slug=slug)
    authorize(request.user, "recordings.look_after", found)
    return found


# /community/recordings/<slug>/file/
@login_required
@require_http_methods(["GET", "POST"])
def file(request: HttpRequest, slug: str) -> HttpResponse:
    """Hand in the file of a recording, and see how far the work on it is."""
    found = looked_after(request, slug)
    if request.method == "GET":
        return progress(request, found) if request.htmx else render_file(request, found)  # type: ignore[attr-defined]
    form = SmallFileForm(request.POST, request.FILES)
    if form.is_valid() and (sent := form.cleaned_data["file"]).size > SMALL_MB * uploading.MEGABYTE:
        form.add_error(
            "file", f"Without scripts at most {SMALL_MB} MB; with them, {settings.UPLOAD_LIMIT_MB} MB."
        )
    if form.is_valid():
        whole: dict[str, Any] = {"filename": sent.name, "length": sent.size, "read": sent.read}
        uploading.take_whole(found, by=request.user, **whole)  # type: ignore[arg-type]
        messages.success(request, "The file is here. It is looked at now.")
        return redirect("recordings:file", slug)
    return render_file(request, found, file_form=form, status=status_of(form))


# /community/recordings/<slug>/file/address/
@login_required
@require_POST
def address(request: HttpRequest, slug: str) -> HttpResponse:
    """Have the file fetched from an address."""
    found, form = looked_after(request, slug), AddressForm(request.POST)
    if carry_out(form, uploading.take_from_address, found, by=request.user):
        messages.success(request, "It is fetched now.")
        return redirect("recordings:file", slug)
    return render_file(request, found, address_form=form, status=status_of(form))


# /community/recordings/<slug>/file/again/
@login_required
@require_POST
def again(request: HttpRequest, slug: str) -> HttpResponse:
    """Try once more what failed."""
    processing.try_again(looked_after(request, slug), by=request.user)  # type: ignore[arg-type]
    messages.success(request, "It is tried again.")
    return redirect("recordings:file", slug)


# /community/recordings/key/<pk>/
@require_http_methods(["GET", "HEAD"])
def by_key(request: HttpRequest, pk: int) -> HttpResponse:
    """The way to a recording whose name is not for everybody: feeds know its key alone."""
    found = get_object_or_404(Recording.objects.visible_to(request.user), pk=pk)
    if may(request.user, "recordings.look_after", found):
        return redirect("recordings:file", found.slug)
    return redirect(found)


def work_on(recording: Recording) -> dict[str, Any]:
    """How far the work on a recording is."""
    jobs = list(recording.jobs.defer("log").order_by("pk"))
    return {
        "recording": recording,
        "jobs": jobs,
        "busy": any(job.state in processing.BUSY for job in jobs),
        "failed": any(job.state == Job.State.FAILED for job in jobs),
    }


def progress(request: HttpRequest, recording: Recording) -> HttpResponse:
    """The part of the page that changes while the work goes on; 304 while nothing did. Over: the whole page anew."""
    work = work_on(recording)
    seen = [(job.pk, job.state, job.progress, job.said) for job in work["jobs"]]
    tag = f'"{hashlib.sha256(repr(seen).encode()).hexdigest()[:20]}"'
    if request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified()
    answer = render(request, "recordings/work.html", work)
    answer["ETag"], answer["Cache-Control"] = tag, "private, no-cache"
    if not work["busy"]:
        answer["HX-Refresh"] = "true"
    return answer


def render_file(
    request: HttpRequest, recording: Recording, *, status: int = 200, **forms: Any
) -> HttpResponse:
    """The page with what is here, what is being made, and how to hand in another file."""
    context = {
        **work_on(recording),
        "files": {row.kind: row for row in MediaFile.objects.filter(recording=recording)},
        "cuts": recording.cuts.select_related("by"),
        "may_cut": may(request.user, "recordings.cut", recording),
        "may_see_original": may(request.user, "recordings.see_original", recording),
        "limit": uploading.limit(),
        "small": SMALL_MB,
        "file_form": SmallFileForm(),
        "address_form": AddressForm(),
        "cut_form": CutForm(),
        **forms,
    }
    return render(request, "recordings/recording_file.html", context, status=status)
