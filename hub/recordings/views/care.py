"""The HTML doors to the care of a recording: publish, ask speakers, choose who sees it, keep, retire."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hub.core.forms import carry_out, status_of
from hub.core.permissions import authorize, may
from hub.recordings import actions, keeping
from hub.recordings.care import hindrances, presenters_of
from hub.recordings.forms_care import (
    AskForm,
    AudienceForm,
    KeepForm,
    PublishForm,
    ReasonForm,
    SignOffForm,
    TakeBackForm,
)
from hub.recordings.models import Recording, SegmentService


def _found(request: HttpRequest, slug: str, verb: str) -> Recording:
    """The recording of the address, if the person may do that to it."""
    rows = Recording.objects.visible_to(request.user).select_related(
        "meeting__series__group", "group", "owner"
    )
    found = get_object_or_404(rows, slug=slug)
    authorize(request.user, verb, found)
    return found


def _page(request: HttpRequest, found: Recording, **tried: forms.Form) -> HttpResponse:
    """The page of its care; a form that was not accepted stands in it as it was typed."""
    user: Any = request.user
    chosen = {"audience": found.audience, "group": found.group and found.group.slug}
    context = {
        "recording": found,
        "hindrances": hindrances(found, user) if found.state == Recording.State.DRAFT else [],
        "sign_offs": found.sign_offs.select_related("user"),
        "presenters": presenters_of(found).exclude(sign_offs__recording=found).order_by("name"),
        "outdated": SegmentService.objects.outdated().filter(segment__recording=found),
        "files": found.files.order_by("kind"),
        "warn_days": keeping.WARN_DAYS,
        "may_anyway": may(user, "recordings.publish_anyway", found),
        "may_take_back": may(user, "recordings.take_back", found),
        "publish_form": PublishForm(),
        "retire_form": ReasonForm(auto_id="retire_%s"),
        "back_form": TakeBackForm(auto_id="back_%s"),
        "keep_form": KeepForm(initial={"until": found.keep_until}),
        "audience_form": AudienceForm(initial=chosen, recording=found, by=user),
        "ask_form": AskForm(),
        **tried,
    }
    status = next((status_of(form) for form in tried.values()), 200)
    return render(
        request,
        "recordings/care.html",
        context | {"trouble": next(iter(tried.values()), None)},
        status=status,
    )


def _carry(
    request: HttpRequest, found: Recording, name: str, form: forms.Form, verb: Callable[..., Any], said: str
) -> HttpResponse:
    """Carry out what the form asks for, and come back to the page."""
    if carry_out(form, verb, found, by=request.user) is None:
        return _page(request, found, **{name: form})
    messages.success(request, said)
    return redirect("recordings:care", slug=found.slug)


# /community/recordings/<slug>/care/
@login_required
@require_safe
def care(request: HttpRequest, slug: str) -> HttpResponse:
    """How far a recording is, what is in its way, who agreed, who may see it, how long it is kept."""
    return _page(request, _found(request, slug, "recordings.look_after"))


# /community/recordings/<slug>/publication/
@login_required
@require_POST
def publication(request: HttpRequest, slug: str) -> HttpResponse:
    """Publish it."""
    found, form = _found(request, slug, "recordings.publish"), PublishForm(request.POST)
    said = "Published. Those it is meant for find it from now on."
    return _carry(request, found, "publish_form", form, actions.publish_recording, said)


# /community/recordings/<slug>/retirement/
@login_required
@require_POST
def retirement(request: HttpRequest, slug: str) -> HttpResponse:
    """Retire it."""
    found, form = _found(request, slug, "recordings.retire"), ReasonForm(request.POST, auto_id="retire_%s")
    said = "Retired. Its page and its words stay; its files are taken away."
    return _carry(request, found, "retire_form", form, actions.retire_recording, said)


# /community/recordings/<slug>/return/
@login_required
@require_POST
def taking_back(request: HttpRequest, slug: str) -> HttpResponse:
    """One step back."""
    found, form = _found(request, slug, "recordings.take_back"), TakeBackForm(request.POST, auto_id="back_%s")
    said = "Taken back to a draft." if not found.is_retired else "Brought back: it is published again."
    return _carry(request, found, "back_form", form, actions.take_back_recording, said)


# /community/recordings/<slug>/keeping/
@login_required
@require_POST
def keeping_on(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep it until a day, or for ever."""
    found, form = _found(request, slug, "recordings.look_after"), KeepForm(request.POST)
    return _carry(request, found, "keep_form", form, actions.keep_recording, "Kept. Warnings begin anew.")


# /community/recordings/<slug>/audience/
@login_required
@require_POST
def audience(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose who may see it."""
    found = _found(request, slug, "recordings.look_after")
    form = AudienceForm(request.POST, recording=found, by=request.user)
    return _carry(
        request, found, "audience_form", form, actions.set_audience, "Saved. It holds at once, everywhere."
    )


# /community/recordings/<slug>/speakers/
@login_required
@require_POST
def speakers(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask the speakers for their sign-off."""
    found, form = _found(request, slug, "recordings.look_after"), AskForm(request.POST)
    return _carry(
        request, found, "ask_form", form, actions.ask_speakers, "Asked. They are told, and reminded twice."
    )


# /community/recordings/<slug>/sign-off/
@login_required
@require_http_methods(["GET", "POST"])
def sign_off(request: HttpRequest, slug: str) -> HttpResponse:
    """Watch or read what I said, and agree, or say what should be cut."""
    found = _found(request, slug, "recordings.sign_off")
    mine = found.sign_offs.filter(user=request.user.pk).first()
    said = {"words": mine.words, "agrees": "yes" if mine.agrees else "no"} if mine and mine.said_at else {}
    form = SignOffForm(request.POST if request.method == "POST" else None, initial=said)
    if request.method == "POST" and (_row := carry_out(form, actions.sign_off, found, by=request.user)):
        messages.success(request, "Thank you. Those who look after the recording are told.")
        return redirect("home:today")
    context = {"recording": found, "form": form, "mine": mine, "spoken": spoken(found)}
    return render(request, "recordings/sign_off.html", context, status=status_of(form))


def spoken(recording: Recording) -> list[Any]:
    """What is said in it, in the first language it is written down in."""
    track = recording.tracks.order_by("pk").first()
    return list(track.cues.order_by("number")) if track else []
