"""The doors to meetings: what is on next, what was, and each series."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hub.core.pagination import paginate
from hub.core.permissions import may
from hub.core.related import visible
from hub.meetings.agenda import upcoming
from hub.meetings.forms import MeetingFilter
from hub.meetings.models import Meeting, Series
from hub.meetings.page import backlog_of
from hub.meetings.schedules import schedule

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
    return _list(request, "meetings/meeting_list.html", form, rows)


def past(request: HttpRequest) -> HttpResponse:
    """What was held, the latest first."""
    form = MeetingFilter(request.GET)
    rows = Meeting.objects.visible_to(request.user).past(timezone.now()).taking_place()
    rows = rows.filter(series__in=form.rows(request.user)).select_related("series__group").with_people()
    if since := form.chosen("since"):
        rows = rows.filter(starts_at__date__gte=since)
    return _list(request, "meetings/meeting_past.html", form, rows)


def all_series(request: HttpRequest) -> HttpResponse:
    """Every series, and when it meets in words."""
    form = MeetingFilter(request.GET)
    rows = form.rows(request.user).select_related("group")
    return _list(request, "meetings/series_list.html", form, rows)


def _list(request: HttpRequest, template: str, form: MeetingFilter, rows: Any) -> HttpResponse:
    allowed = may(request.user, "meetings.make_some_series")
    return render(request, template, {"form": form, "page": paginate(request, rows), "may_make": allowed})


@require_safe
def series(request: HttpRequest, slug: str) -> HttpResponse:
    """One series: when it meets, how to join, what was said."""
    user, now = request.user, timezone.now()
    rows = Series.objects.visible_to(user).select_related("group")
    found = get_object_or_404(rows, slug=slug)
    held = found.meetings.visible_to(user).past(now).taking_place().with_people().prefetch_related(
        visible(Meeting, "demos", user), visible(Meeting, "recordings", user)
    )  # fmt: skip
    dates = upcoming(rows.filter(pk=found.pk), user, now, weeks=SERIES_WEEKS)[:SERIES_DATES]
    context = {
        "series": found,
        "dates": dates,
        "today": timezone.localdate(),
        "over": found.ended_on is not None and found.ended_on <= timezone.localdate() and not dates,
        "backlog": backlog_of(found, user),
        "page": paginate(request, held, 20),
        "may_edit": may(user, "meetings.edit_series", found),
    }
    return render(request, "meetings/series_detail.html", context)


# /community/meetings/schedule.json
@require_safe
def schedule_json(request: HttpRequest) -> HttpResponse:
    """The dates as other programmes read them; `?series=` names one."""
    rows = Series.objects.visible_to(request.user).order_by("title", "pk")
    if asked := request.GET.get("series", "").replace("\x00", "-"):
        found = get_object_or_404(rows, slug=asked)
        told = schedule(found.slug, found.title, [found], request.user, timezone.now())
    else:
        told = schedule("meetings", "Meetings of the community", list(rows), request.user, timezone.now())
    return JsonResponse(told)
