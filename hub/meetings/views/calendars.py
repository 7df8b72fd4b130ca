"""Calendars for calendar programs, and the page on which a person makes the secret address of their own."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import parse_etags, quote_etag
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from hub.core.permissions import authorize
from hub.meetings import actions
from hub.meetings.actions.calendars import hashed
from hub.meetings.calendars.feeds import Feed, dates_of, feed_of, series_of
from hub.meetings.models import CalendarKey, Series
from hub.sigs.models import Group


# /community/meetings/calendars/all.ics
@require_safe
def everything(request: HttpRequest) -> HttpResponse:
    """Every series."""
    return _answer(request, feed_of("Meetings of the community", Series.objects.all(), request.user))


# /community/meetings/calendars/series/<slug>.ics
@require_safe
def one_series(request: HttpRequest, slug: str) -> HttpResponse:
    """One series."""
    found = get_object_or_404(Series.objects.visible_to(request.user), slug=slug)
    return _answer(request, feed_of(found.title, Series.objects.filter(pk=found.pk), request.user))


# /community/meetings/calendars/groups/<slug>.ics
@require_safe
def one_group(request: HttpRequest, slug: str) -> HttpResponse:
    """The series of a group."""
    group = get_object_or_404(Group.objects.visible_to(request.user), slug=slug)
    return _answer(request, feed_of(group.name, Series.objects.filter(group=group), request.user))


# /community/meetings/calendars/mine/<key>.ics
@require_safe
def mine(request: HttpRequest, key: str) -> HttpResponse:
    """What a person follows, belongs to, presents at and comes to; whoever has the address reads it."""
    rows = CalendarKey.objects.select_related("user").filter(user__is_active=True)
    found = get_object_or_404(rows, hashed=hashed(key))
    name = f"Meetings of {found.user.name}"
    return _answer(
        request, feed_of(name, series_of(found.user), found.user, dates_of(found.user)), private=True
    )


def _answer(request: HttpRequest, feed: Feed, *, private: bool = False) -> HttpResponse:
    """The calendar, or nothing new: what is asked again and again is written only when it changed."""
    asked = parse_etags(request.headers.get("If-None-Match", ""))
    same = "*" in asked or feed.etag in {tag.removeprefix("W/") for tag in asked}
    answer = HttpResponseNotModified() if same else HttpResponse(feed.text(), "text/calendar; charset=utf-8")
    answer["ETag"] = quote_etag(feed.etag)
    answer["Cache-Control"] = "private, no-cache" if private else "no-cache"
    if not same:
        answer["Content-Disposition"] = 'inline; filename="meetings.ics"'
    return answer


# /community/meetings/calendars/
@never_cache
@require_safe
def calendars(request: HttpRequest) -> HttpResponse:
    """Which calendars there are, and the own one."""
    key = request.session.pop("calendar_key", "")
    address = f"{settings.BASE_URL}/community/meetings/calendars/mine/{key}.ics"
    groups = Group.objects.visible_to(request.user).filter(series__isnull=False).distinct().order_by("name")
    context = {
        "held": CalendarKey.objects.filter(user=request.user).first()
        if request.user.is_authenticated
        else None,
        "address": address if key else "",
        "webcal": f"webcal://{address.partition('://')[2]}",
        "groups": groups,
        "series": Series.objects.visible_to(request.user),
    }
    return render(request, "meetings/calendars.html", context)


# /community/meetings/calendars/key/
@login_required
@require_POST
def key(request: HttpRequest) -> HttpResponse:
    """Make the secret address of one's own calendar, or another one."""
    authorize(request.user, "meetings.keep_calendar")
    request.session["calendar_key"] = actions.new_key(by=request.user)  # type: ignore[arg-type]
    return redirect("meetings:calendars")


# /community/meetings/calendars/key/removal/
@login_required
@require_POST
def key_removal(request: HttpRequest) -> HttpResponse:
    """Let the address open nothing any more."""
    authorize(request.user, "meetings.keep_calendar")
    actions.remove_key(by=request.user)  # type: ignore[arg-type]
    messages.success(request, "Removed. Calendars that used the address read nothing any more.")
    return redirect("meetings:calendars")
