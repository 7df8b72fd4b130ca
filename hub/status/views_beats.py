"""The doors of signs of life: the address that takes them, and the one that makes such an address."""

import re

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import Error as DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from hub.core.errors import Refused
from hub.core.permissions import authorize
from hub.status import heartbeats
from hub.status.models import Target
from hub.status.views import unavailable

# The key, then perhaps how it went: "fail", or the exit code of the work.
TOLD = re.compile(r"(?P<key>[A-Za-z0-9_-]{1,64})(?:/(?P<how>fail|[0-9]{1,3}))?/?")


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def beat(_request: HttpRequest, told: str) -> HttpResponse:
    """Take a sign of life; with or without a slash at the end, because a redirected POST is a lost one."""
    found = TOLD.fullmatch(told)
    try:
        taken = found is not None and heartbeats.beat(found["key"], code=_code(found["how"]))
    except DatabaseError:
        return unavailable()
    answer = HttpResponse("OK\n" if taken else "Nothing watches here.\n", "text/plain", 200 if taken else 404)
    answer["Cache-Control"] = "no-store"
    return answer


def _code(how: str | None) -> int:
    return 1 if how == "fail" else int(how or 0)


@login_required
@require_POST
def make_address(request: HttpRequest, public_id: str) -> HttpResponse:
    """Make the address for signs of life of a target anew, and show it this once."""
    target = get_object_or_404(Target.objects.select_related("service"), public_id=public_id)
    authorize(request.user, "status.see_probing", target)
    try:
        key = heartbeats.make_address(target, by=request.user)  # type: ignore[arg-type]
    except Refused as refused:
        messages.error(request, refused.reason)
        return redirect("status:service", target.service.slug)
    context = {"target": target, "address": f"{settings.BASE_URL.rstrip('/')}/status/beat/{key}"}
    answer = render(request, "status/beat_address.html", context)
    answer["Cache-Control"] = "no-store"
    return answer
