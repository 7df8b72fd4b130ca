"""The doors for other programs: Statuspage's v2, Prometheus, and badges for other sites."""

from django.db import Error as DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from hub.status import badges
from hub.status import metrics as told
from hub.status import statuspage as v2
from hub.status.badges import Badge
from hub.status.views import published, unavailable


@require_safe
def statuspage(request: HttpRequest, document: str) -> HttpResponse:
    """A document of the public API v2 of Statuspage, for programs on any site."""
    try:
        answer = v2.MEMORY.value().get(document)
    except DatabaseError:
        return _for_any_site(unavailable())
    if answer is None:
        return _for_any_site(JsonResponse({"error": "There is no such document."}, status=404))
    return _for_any_site(published(request, answer, v2.CACHE_CONTROL))


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """What Prometheus scrapes."""
    try:
        answer = told.MEMORY.value()
    except DatabaseError:
        return unavailable()
    return published(request, answer, "no-cache", told.CONTENT_TYPE)


@require_safe
def badge(request: HttpRequest, public_id: str) -> HttpResponse:
    """A small picture of a status, for other sites; it carries its time."""
    found = _badge(public_id)
    response = render(request, "status/badge.svg", found.picture, content_type="image/svg+xml")
    patch_cache_control(response, public=True, max_age=15)
    return response


@require_safe
def badge_json(_request: HttpRequest, public_id: str) -> HttpResponse:
    """The same for a shields.io that paints the badge itself."""
    response = _for_any_site(JsonResponse(_badge(public_id).shields))
    patch_cache_control(response, public=True, max_age=15)
    return response


def _badge(public_id: str) -> Badge:
    found = badges.badge_of(public_id)
    if found is None:
        raise Http404
    return found


def _for_any_site(response: HttpResponse) -> HttpResponse:
    """Any page may read it: it is public, and carries nothing of who asks."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = "ETag"
    return response
