"""The answers when something is wrong. They ask no database: it may be what is wrong."""

from __future__ import annotations

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.csrf import requires_csrf_token

RETRY_S = "20"


def unavailable() -> HttpResponse:
    """503: the database is away; the page asks again by itself."""
    return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": RETRY_S})


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- Django hands it over
    """500, or 503 when a part before or after the view found the database away. Never a trace."""
    if isinstance(sys.exc_info()[1], (OperationalError, InterfaceError)):
        return unavailable()
    return HttpResponse(render_to_string("500.html"), status=500)
