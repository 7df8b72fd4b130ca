"""The pages of the published docs site."""

from __future__ import annotations

from csp.constants import SELF
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from . import serving
from .serving import Build, Found, Moved


@require_safe
def page(request: HttpRequest, path: str = "") -> HttpResponseBase:
    """A page or file of the docs, from one build; a plain word while there is none yet."""
    build = serving.current(settings.SITE_ROOT)
    if build is None:
        response = render(request, "goldenpath/first_publish.html", status=503)
        response["Retry-After"] = "5"
        return response
    found = serving.find(build, path)
    if isinstance(found, Moved):
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(request.path + "/" + (f"?{query}" if query else ""))
    return _file(request, build, found) if found else _missing(build)


def _file(request: HttpRequest, build: Build, found: Found) -> HttpResponseBase:
    unchanged = get_conditional_response(request, etag=found.etag)
    response = unchanged or HttpResponse(found.path.read_bytes(), content_type=found.type)
    response["ETag"] = found.etag
    forever = "public, max-age=31536000, immutable"
    response["Cache-Control"] = forever if found.forever else "no-cache"
    return _guarded(response, build)


def _missing(build: Build) -> HttpResponseBase:
    """The site's own page for an address that leads nowhere."""
    found = serving.described(build.site / "404.html", build)
    body = found.path.read_bytes() if found else b"Not found"
    response = HttpResponse(body, status=404, content_type="text/html; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return _guarded(response, build)


def _guarded(response: HttpResponseBase, build: Build) -> HttpResponseBase:
    """Let the browser run this build's inline scripts and no others."""
    response["X-Content-Type-Options"] = "nosniff"
    scripts = [SELF, *(f"'{digest}'" for digest in build.scripts)]
    vars(response)["_csp_update"] = {"script-src": scripts}  # what django-csp's middleware adds
    return response
