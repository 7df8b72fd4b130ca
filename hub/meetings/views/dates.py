"""The doors to change the dates of a series: add one, move one, cancel one, take the cancelling back."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from hub.core.forms import carry_out, status_of
from hub.core.permissions import authorize
from hub.meetings import actions
from hub.meetings.dates import Date, date_on
from hub.meetings.forms.dates import AddForm, CancelForm, MoveForm, as_planned
from hub.meetings.models import Series


# /community/meetings/<slug>/dates/new/
@login_required
@require_http_methods(["GET", "POST"])
def new_date(request: HttpRequest, slug: str) -> HttpResponse:
    """Add a date that no rule gives."""
    series = _series(request, slug)
    shown = {"at": series.time, "minutes": series.minutes}
    form = AddForm(request.POST if request.method == "POST" else None, initial=shown, series=series)
    if form.is_bound and (_done := carry_out(form, actions.add_date, series, by=request.user)):
        messages.success(request, "Added. Those who follow the series are told.")
        return redirect(series)
    return render(request, "meetings/date_new.html", {"form": form, "series": series}, status=status_of(form))


# /community/meetings/<slug>/<day>/moving/
@login_required
@require_http_methods(["GET", "POST"])
def moving(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    """Move a date to another day or time."""
    series = _series(request, slug)
    date = _date(series, day)
    shown = as_planned(date)
    form = MoveForm(request.POST if request.method == "POST" else None, initial=shown, series=series)
    if form.is_bound and (done := carry_out(form, actions.move_date, series, by=request.user, day=date.day)):
        messages.success(request, "Moved. Those who follow or come are told, and calendars follow.")
        return redirect(done)
    context = {"form": form, "series": series, "date": date}
    return render(request, "meetings/date_moving.html", context, status=status_of(form))


# /community/meetings/<slug>/<day>/cancelling/
@login_required
@require_http_methods(["GET", "POST"])
def cancelling(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    """Say that a date does not take place."""
    series = _series(request, slug)
    date = _date(series, day)
    form = CancelForm(request.POST if request.method == "POST" else None)
    if form.is_bound and (
        done := carry_out(form, actions.cancel_date, series, by=request.user, day=date.day)
    ):
        messages.success(request, "Cancelled. Those who follow or come are told.")
        return redirect(done)
    context = {"form": form, "series": series, "date": date}
    return render(request, "meetings/date_cancelling.html", context, status=status_of(form))


# /community/meetings/<slug>/<day>/restoring/
@login_required
@require_POST
def restoring(request: HttpRequest, slug: str, day: str) -> HttpResponse:
    """Let a cancelled date take place after all."""
    series = _series(request, slug)
    date = _date(series, day)
    meeting = actions.restore_date(series, by=request.user, day=date.day)  # type: ignore[arg-type]
    messages.success(request, "It takes place after all. Those who follow or come are told.")
    return redirect(meeting)


def _series(request: HttpRequest, slug: str) -> Series:
    found = get_object_or_404(Series.objects.visible_to(request.user).select_related("group"), slug=slug)
    authorize(request.user, "meetings.edit_series", found)
    return found


def _date(series: Series, day: str) -> Date:
    try:
        found = date_on(series, dt.date.fromisoformat(day)) if len(day) == len("2026-11-24") else None
    except (ValueError, OverflowError):
        found = None
    if found is None:
        raise Http404("It does not meet on this day.")
    return found
