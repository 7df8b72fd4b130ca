"""The HTML doors to what is said in a recording: captions, transcript, editor."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hub.core.errors import Refused
from hub.core.forms import carry_out, status_of
from hub.core.permissions import authorize, may
from hub.recordings.actions import words as actions
from hub.recordings.models import Recording, Track
from hub.recordings.rules import words_to_edit
from hub.recordings.watching import own_media
from hub.recordings.words import editing, keeping, names, writing
from hub.recordings.words.forms import CaptionsForm, ShiftForm, SpellingForm

EDIT = "recordings.edit_words"


# /community/recordings/<slug>/transcript/
@require_http_methods(["GET", "POST"])
def transcript(request: HttpRequest, slug: str) -> HttpResponse:
    """What is said: to read for everybody, to correct for those who answer for it."""
    found = _recording(request, slug)
    if request.method == "POST":
        authorize(request.user, EDIT, found)
        return _save(request, found, _track(found, request.POST.get("language", "")))
    return _show(request, found)


# /community/recordings/<slug>/captions/
@login_required
@require_POST
def bring(request: HttpRequest, slug: str) -> HttpResponse:
    """Bring a file of captions."""
    found = _recording(request, slug)
    authorize(request.user, EDIT, found)
    form = CaptionsForm(request.POST, request.FILES)
    taken = carry_out(form, actions.take_in_captions, found, by=request.user)
    if taken is None:
        return _show(request, found, status_of(form), captions_form=form)
    messages.success(request, "The captions are in." if taken.changed else "The captions were in already.")
    for warning in taken.warnings[:5]:
        messages.warning(request, f"{warning[:1].upper()}{warning[1:]}.")
    return redirect(_address(found, language=taken.track.language))


# /community/recordings/<slug>/transcript/shift/
@login_required
@require_POST
def shift(request: HttpRequest, slug: str) -> HttpResponse:
    """Move all captions in time."""
    found = _recording(request, slug)
    authorize(request.user, EDIT, found)
    track = _track(found, request.POST.get("language", ""))
    form = ShiftForm(request.POST)
    version = editing.typed(request.POST).version
    if not carry_out(form, actions.shift_captions, track, version=version, by=request.user):
        return _show(request, found, status_of(form), shift_form=form)
    messages.success(request, "All captions are moved.")
    return redirect(_address(found, language=track.language))


# /community/recordings/<slug>/transcript/names/
@login_required
@require_http_methods(["GET", "POST"])
def spelling(request: HttpRequest, slug: str) -> HttpResponse:
    """Correct a name in all transcripts: every place to tick, then all at once."""
    found = _recording(request, slug)
    authorize(request.user, EDIT, found)
    among = words_to_edit(request.user)
    form = SpellingForm(request.POST if request.method == "POST" else request.GET or None)
    if request.method == "POST":
        keys = [int(key) for key in request.POST.getlist("cue") if key.isdecimal() and len(key) < 19]
        done = carry_out(form, actions.spell_name, cues=keys, among=among, by=request.user)
        if done is not None:
            words = f"{done} caption{'' if done == 1 else 's'} corrected"
            messages.success(request, f"{words}; later transcripts have it right.")
            return redirect(_address(found))
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    places = names.places_of(asked.get("wrong", ""), asked.get("right", ""), among)
    context = {"recording": found, "form": form, "asked": asked, "places": places, "most": names.MOST}
    status = status_of(form) if request.method == "POST" else 200
    return render(request, "recordings/spelling.html", context, status=status)


# /community/recordings/<slug>/captions.<language>.vtt
@require_GET
def captions_file(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """The captions for players and other programs, without what was cut."""
    track = _track(_recording(request, slug), language)
    return _file(writing.vtt(keeping.shown_lines(track)), "text/vtt")


# /community/recordings/<slug>/transcript.<language>.txt
@require_GET
def transcript_text(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """The transcript as plain text."""
    track = _track(_recording(request, slug), language)
    return _file(writing.plain_text(keeping.shown_lines(track)), "text/plain")


# /community/recordings/<slug>/transcript.<language>.json
@require_GET
def transcript_json(request: HttpRequest, slug: str, language: str) -> HttpResponse:
    """The transcript as data."""
    track = _track(_recording(request, slug), language)
    return JsonResponse(writing.track_values(track, keeping.shown_lines(track)))


def _recording(request: HttpRequest, slug: str) -> Recording:
    visible = Recording.objects.visible_to(request.user)
    return get_object_or_404(visible.select_related("meeting__series"), slug=slug)


def _track(recording: Recording, language: str) -> Track:
    """The captions of a language; without one, those of the language spoken, or the first."""
    tracks = list(recording.tracks.all())
    for track in tracks:
        track.recording = recording
        if track.language == (language or recording.language):
            return track
    if language or not tracks:
        raise Http404("There are no captions in this language.")
    return tracks[0]


def _show(request: HttpRequest, recording: Recording, status: int = 200, **forms: Any) -> HttpResponse:
    """The page of the transcript, with what was typed where it was not accepted."""
    tracks = list(recording.tracks.all())
    edits = may(request.user, EDIT, recording)
    asked = request.POST.get("language", "") if "rows" in forms else request.GET.get("language", "")
    known = asked if asked in {track.language for track in tracks} else ""
    track = _track(recording, known) if tracks else None
    context = {
        "recording": recording, "tracks": tracks, "track": track, "edits": edits, "media": own_media(recording),
        "captions_form": CaptionsForm(), "shift_form": ShiftForm(), "offer": _offer(request),
    }  # fmt: skip
    context |= _page(request, track) if track and edits else {}
    if track and not edits:
        context["paragraphs"] = list(writing.paragraphs(keeping.shown_lines(track)))
    return render(request, "recordings/transcript_page.html", context | forms, status=status)


def _page(request: HttpRequest, track: Track) -> dict[str, Any]:
    """One page of captions to correct; `?t=` opens the page with that second."""
    cues = track.cues.order_by("number")
    number: Any = request.GET.get("page") or request.POST.get("page")
    second = request.GET.get("t", "")
    if not number and second.isdecimal() and len(second) < 8:
        before = cues.filter(starts_ms__lt=int(second) * 1000).count()
        number = max(0, before - 1) // editing.PER_PAGE + 1
    page = Paginator(cues, editing.PER_PAGE).get_page(number)
    return {"page": page, "rows": editing.rows_of(list(page.object_list)), "version": track.version}


def _save(request: HttpRequest, recording: Recording, track: Track) -> HttpResponse:
    """Write the corrections of one page; when others were quicker, show both."""
    sent = editing.typed(request.POST)
    before = dict(track.cues.filter(pk__in=[row.cue for row in sent.rows]).values_list("pk", "text"))
    try:
        actions.correct_captions(
            track, version=sent.version, edits=sent.edits(), by=request.user,  # type: ignore[arg-type]
            split=sent.split, join=sent.join,
        )  # fmt: skip
    except (Refused, ValidationError) as error:
        stale = isinstance(error, Refused)
        track.refresh_from_db()
        return _show(
            request, recording, 409 if stale else 422, rows=editing.compared(sent, track),
            version=track.version if stale else sent.version,
            trouble=error.reason if isinstance(error, Refused) else " ".join(error.messages), stale=stale,
        )  # fmt: skip
    messages.success(request, "Saved. The search has it already.")
    name = names.names_in((before[row.cue], row.text) for row in sent.rows if row.cue in before)
    offer = {"wrong": name[0], "right": name[1]} if name else {}
    page = request.POST.get("page", "1")
    return redirect(_address(recording, language=track.language, page=page[:9], **offer))


def _offer(request: HttpRequest) -> dict[str, Any] | None:
    """After the correction of a name: where else it stands."""
    wrong, right = request.GET.get("wrong", "")[:200], request.GET.get("right", "")[:200]
    if not wrong or not right or "\0" in wrong + right:
        return None
    count = len(names.places_of(wrong, right, words_to_edit(request.user)))
    return {"wrong": wrong, "right": right, "count": count} if count else None


def _address(recording: Recording, **asked: Any) -> str:
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"{recording.get_absolute_url()}transcript/" + (f"?{query}" if query else "")


def _file(text: str, content_type: str) -> HttpResponse:
    headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-cache"}
    return HttpResponse(text, content_type=f"{content_type}; charset=utf-8", headers=headers)
