"""The page of one meeting, and what every door to it needs."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hub.core.forms import status_of
from hub.core.permissions import authorize
from hub.meetings.content_forms import PointForm, PresenceForm
from hub.meetings.dates import Date, date_on
from hub.meetings.models import Meeting, Series
from hub.meetings.page import page_of


# /community/meetings/<series>/<day>/
@require_safe
def meeting(request: HttpRequest, slug: str, day: dt.date) -> HttpResponse:
    """One date of a series: when, what is on, who comes, what was said, shown and recorded."""
    return shown(request, found(request, slug, day))


def found(request: HttpRequest, slug: str, day: dt.date) -> Date:
    """The date of a series on a day, written down or not; 404 when there is none."""
    date = date_on(series_of(request, slug), day)
    if date is None:
        raise Http404("It does not meet on this day.")
    return date


def series_of(request: HttpRequest, slug: str) -> Series:
    """The series, with its group."""
    return get_object_or_404(Series.objects.visible_to(request.user).select_related("group"), slug=slug)


def written(date: Date) -> Meeting:
    """The meeting that rules are asked about; while only the rule knows the date, one that is not saved."""
    return date.meeting or Meeting(series=date.series, starts_at=date.starts_at, ends_at=date.ends_at)


def allowed(request: HttpRequest, slug: str, day: dt.date, perm: str) -> Date:
    """The date, when the visitor may do that to its meeting."""
    date = found(request, slug, day)
    authorize(request.user, perm, written(date))
    return date


def shown(request: HttpRequest, date: Date, **wrong: Any) -> HttpResponse:
    """The page; `wrong` is the form that was not accepted."""
    status = next((status_of(form) for form in wrong.values()), 200)
    page = page_of(date, request.user, timezone.now())
    context = {"page": page, "point_form": PointForm(), "presence_form": PresenceForm(), **wrong}
    return render(request, "meetings/meeting_detail.html", context, status=status)


def done(request: HttpRequest, date: Date, said: str, anchor: str = "") -> HttpResponse:
    """Back to the page, with a word about what was done."""
    if said:
        messages.success(request, said)
    return redirect(f"{date.series.get_absolute_url()}{date_day(date)}/{anchor}")


def date_day(date: Date) -> str:
    """The day as addresses write it."""
    return f"{date.meeting.day if date.meeting else date.day:%Y-%m-%d}"
