"""The doors to meetings: what is on next, what was, and each series."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hub.core.pagination import paginate
from hub.core.related import visible
from hub.meetings.agenda import upcoming
from hub.meetings.forms import MeetingFilter
from hub.meetings.models import Meeting, Series
from hub.meetings.page import backlog_of

SERIES_WEEKS = 26
SERIES_DATES = 6


@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    """What is on next; `?show=past` what was held, `?show=series` every series."""
    views = {"past": past, "series": all_series}
    return views.get(request.GET.get("show", ""), coming)(request)


def coming(request: HttpRequest) -> HttpResponse:
    """The next dates of all series."""
    form = MeetingFilter(request.GET)
    rows = upcoming(form.rows(request.user), request.user, timezone.now())
    return render(request, "meetings/meeting_list.html", {"form": form, "page": paginate(request, rows)})


def past(request: HttpRequest) -> HttpResponse:
    """What was held, the latest first."""
    form = MeetingFilter(request.GET)
    rows = Meeting.objects.visible_to(request.user).past(timezone.now())
    rows = rows.filter(series__in=form.rows(request.user)).select_related("series__group").with_people()
    if since := form.chosen("since"):
        rows = rows.filter(starts_at__date__gte=since)
    return render(request, "meetings/meeting_past.html", {"form": form, "page": paginate(request, rows)})


def all_series(request: HttpRequest) -> HttpResponse:
    """Every series, and when it meets in words."""
    form = MeetingFilter(request.GET)
    rows = form.rows(request.user).select_related("group")
    return render(request, "meetings/series_list.html", {"form": form, "page": paginate(request, rows)})


@require_safe
def series(request: HttpRequest, slug: str) -> HttpResponse:
    """One series: when it meets, how to join, what was said."""
    user, now = request.user, timezone.now()
    rows = Series.objects.visible_to(user).select_related("group")
    found = get_object_or_404(rows, slug=slug)
    held = found.meetings.visible_to(user).past(now).with_people().prefetch_related(
        visible(Meeting, "demos", user), visible(Meeting, "recordings", user)
    )  # fmt: skip
    dates = upcoming(rows.filter(pk=found.pk), user, now, weeks=SERIES_WEEKS)[:SERIES_DATES]
    context = {"series": found, "dates": dates, "page": paginate(request, held, 20)}
    context["backlog"] = backlog_of(found, user)
    return render(request, "meetings/series_detail.html", context)
