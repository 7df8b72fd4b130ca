"""The doors to the points of an agenda and of the backlog."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from hub.core.errors import Refused
from hub.core.forms import carry_out, status_of
from hub.core.permissions import authorize
from hub.meetings import actions
from hub.meetings.content_forms import DayForm, OrderForm, PointForm, as_typed
from hub.meetings.dates import date_on
from hub.meetings.models import AgendaItem, Meeting, Series
from hub.meetings.views.meeting import found, series_of, written


# /community/meetings/<series>/agenda/new/
@login_required
@require_http_methods(["GET", "POST"])
def new_point(request: HttpRequest, slug: str) -> HttpResponse:
    """Put a point on the agenda of a date, or in the backlog."""
    series = series_of(request, slug)
    authorize(request.user, "meetings.add_point", series)
    on = _day(request, slug)
    form = PointForm(request.POST if request.method == "POST" else None)
    if form.is_bound and (made := carry_out(form, actions.add_point, series, by=request.user, on=on)):
        return _done(request, made, "It is on the agenda." if on else "It waits in the backlog.")
    context = {"form": form, "series": series, "on": on}
    return render(request, "meetings/point_form.html", context, status=status_of(form))


# /community/meetings/<series>/agenda/<key>/
@login_required
@require_http_methods(["GET", "POST"])
def point(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """Say better what a point is about, or take it off."""
    item = _point(request, slug, key)
    form = PointForm(request.POST if request.method == "POST" else None, initial=as_typed(item))
    if form.is_bound and carry_out(form, actions.edit_point, item, by=request.user) is not None:
        return _done(request, item, "Saved.")
    context = {"form": form, "series": item.series, "point": item}
    return render(request, "meetings/point_form.html", context, status=status_of(form))


# /community/meetings/<series>/agenda/<key>/removal/
@login_required
@require_POST
def remove_point(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """Take a point off."""
    item = _point(request, slug, key)
    actions.remove_point(item, by=request.user)  # type: ignore[arg-type]
    return _done(request, item, "Taken off.")


# /community/meetings/<series>/agenda/<key>/place/
@login_required
@require_POST
def place_point(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """Put a point on a date, or back into the backlog."""
    item = _point(request, slug, key)
    placed = actions.place_point(item, by=request.user, on=_day(request, slug))  # type: ignore[arg-type]
    return _done(request, placed, "It is on the agenda." if placed.meeting else "It waits in the backlog.")


# /community/meetings/<series>/agenda/order/
@login_required
@require_POST
def order(request: HttpRequest, slug: str) -> HttpResponse:
    """Put the points of a date, or of the backlog, in another order."""
    series, on = series_of(request, slug), _day(request, slug)
    date = found(request, slug, on) if on else None
    authorize(request.user, "meetings.run_meeting", written(date) if date else Meeting(series=series))
    form = OrderForm(request.POST)
    if not form.is_valid():
        return _ordered(request, series, on, "Say the order of the points.", 422)
    meeting = date.meeting if date else None
    points = meeting.agenda_items.all() if meeting else series.agenda_items.backlog()
    wanted = form.cleaned_data["order"] or [point.pk for point in points]
    if move := form.cleaned_data["move"]:
        wanted = actions.shift(wanted, *move)
    try:
        actions.order_agenda(series, by=request.user, order=wanted, on=on)  # type: ignore[arg-type]
    except Refused as refusal:
        return _ordered(request, series, on, refusal.reason, 409)
    return _ordered(request, series, on, "", 200)


def _ordered(
    request: HttpRequest, series: Series, on: dt.date | None, said: str, status: int
) -> HttpResponse:
    """For the script a word, for a browser the page again."""
    if request.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse({"said": said}, status=status)
    back = f"{series.get_absolute_url()}{f'{on:%Y-%m-%d}/' if on else ''}#{'agenda' if on else 'backlog'}"
    if status == 200:
        return redirect(back)
    return render(request, "409.html", {"reason": said, "back": back}, status=status)


def _day(request: HttpRequest, slug: str) -> dt.date | None:
    """The day that is asked for; 404 when the series does not meet then."""
    form = DayForm(request.POST if request.method == "POST" else request.GET)
    if not form.is_valid():
        raise Http404("It does not meet on this day.")
    on: dt.date | None = form.cleaned_data["on"]
    if on and date_on(series_of(request, slug), on) is None:
        raise Http404("It does not meet on this day.")
    return on


def _point(request: HttpRequest, slug: str, key: int) -> AgendaItem:
    rows = AgendaItem.objects.visible_to(request.user).select_related("series__group", "meeting", "presenter")
    item = get_object_or_404(rows, series__slug=slug, pk=key)
    authorize(request.user, "meetings.edit_point", item)
    return item


def _done(request: HttpRequest, item: AgendaItem, said: str) -> HttpResponse:
    messages.success(request, said)
    if item.meeting is None:
        return redirect(f"{item.series.get_absolute_url()}#backlog")
    item.meeting.series = item.series
    return redirect(f"{item.meeting.get_absolute_url()}#agenda")
