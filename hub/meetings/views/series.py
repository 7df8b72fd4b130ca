"""The doors to change series: make one, edit it, end it, and see what a rhythm means."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from hub.core.forms import carry_out, status_of
from hub.core.permissions import authorize
from hub.meetings import actions
from hub.meetings.actions.series import check
from hub.meetings.dates import Date, ruled_dates
from hub.meetings.forms.dates import EndForm
from hub.meetings.forms.series import NewSeriesForm, RhythmForm, SeriesForm, as_typed
from hub.meetings.models import Series

NEXT = 5
AHEAD = dt.timedelta(days=3 * 366)


# /community/meetings/new/
@login_required
@require_http_methods(["GET", "POST"])
def new_series(request: HttpRequest) -> HttpResponse:
    """Make a series."""
    authorize(request.user, "meetings.make_some_series")
    asked = {"group": request.GET.get("group", "")[:100]}
    form = NewSeriesForm(request.POST if request.method == "POST" else None, initial=asked, user=request.user)
    if form.is_bound and form.is_valid():
        authorize(request.user, "meetings.make_series", form.cleaned_data["group"])
    if form.is_bound and (made := carry_out(form, actions.make_series, by=request.user)):
        messages.success(request, "Made. Those who follow the group are told; now add an agenda.")
        return redirect(made)
    context = {"form": form, **meaning(form)}
    return render(request, "meetings/series_form.html", context, status=status_of(form))


# /community/meetings/<slug>/edit/
@login_required
@require_http_methods(["GET", "POST"])
def edit_series(request: HttpRequest, slug: str) -> HttpResponse:
    """Change a series."""
    found = _series(request, slug, "meetings.edit_series")
    form = SeriesForm(request.POST if request.method == "POST" else None, initial=as_typed(found))
    if form.is_bound and (saved := carry_out(form, actions.edit_series, found, by=request.user)):
        messages.success(request, "Saved. Calendars show it within an hour.")
        return redirect(saved)
    context = {"form": form, "series": found, **meaning(form)}
    return render(request, "meetings/series_form.html", context, status=status_of(form))


# /community/meetings/<slug>/ending/
@login_required
@require_http_methods(["GET", "POST"])
def ending(request: HttpRequest, slug: str) -> HttpResponse:
    """End a series, or let it go on."""
    found = _series(request, slug, "meetings.edit_series")
    shown = {"on": found.ended_on or timezone.localdate() + dt.timedelta(days=1)}
    form = EndForm(request.POST if request.method == "POST" else None, initial=shown)
    if form.is_bound and (saved := carry_out(form, actions.end_series, found, by=request.user)):
        messages.success(request, "Saved. Those who follow it are told.")
        return redirect(saved)
    context = {"form": form, "series": found}
    return render(request, "meetings/series_ending.html", context, status=status_of(form))


# /community/meetings/rhythm/
@login_required
@require_GET
def rhythm(request: HttpRequest) -> HttpResponse:
    """What the fields of a form mean, in words, and the next dates: shown while somebody types."""
    return render(request, "meetings/rhythm.html", meaning(RhythmForm(request.GET)))


def meaning(form: RhythmForm) -> dict[str, Any]:
    """What the form says about when it meets; what is wrong, once something was typed."""
    told = form.cleaned_data if form.is_bound and form.is_valid() else {} if form.is_bound else form.initial
    names = ("rrule", "cadence", "first_on", "time", "timezone", "minutes")
    plan = {name: told[name] for name in names if told.get(name)}
    series = Series(title="-", slug="rhythm", **plan)
    if not plan.get("rrule"):
        return {"words": plan.get("cadence", ""), "next_dates": [], "wrong": ""}
    try:
        check(series)
    except ValidationError as error:
        return {"words": "", "next_dates": [], "wrong": " ".join(error.messages)}
    return {"words": series.cadence, "next_dates": _next(series), "wrong": ""}


def _next(series: Series) -> list[Date]:
    now = timezone.now()
    start = max(
        now, dt.datetime.combine(series.first_on or now.date(), dt.time(), dt.UTC) - dt.timedelta(days=1)
    )
    return ruled_dates(series, start, start + AHEAD)[:NEXT]


def _series(request: HttpRequest, slug: str, verb: str) -> Series:
    found = get_object_or_404(Series.objects.visible_to(request.user).select_related("group"), slug=slug)
    authorize(request.user, verb, found)
    return found
