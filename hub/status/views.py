"""The doors: the board, a service's status, the public summary, announced work, signs of life."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import Error as DatabaseError
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hub.catalog.models import Service
from hub.core.errors import Refused
from hub.core.forms import carry_out, status_of
from hub.core.pagination import paginate
from hub.core.permissions import authorize, may
from hub.status import actions, pages
from hub.status.forms import MaintenanceForm, MomentForm
from hub.status.memory import Answer
from hub.status.models import Maintenance
from hub.status.summary import CACHE_CONTROL, MEMORY


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """The status page: what works right now, worst first."""
    page = pages.board_page(request.user, request.GET, timezone.now())
    request.status_board = page["board"]  # type: ignore[attr-defined]
    page["may_open"] = may(request.user, "status.run_incidents")
    return render(request, "status/board.html", page)


@require_safe
def service(request: HttpRequest, slug: str) -> HttpResponse:
    """The status of one service: its targets, measurements and changes."""
    found = get_object_or_404(Service.objects.visible_to(request.user), slug=slug)
    page = pages.service_page(found, request.user, timezone.now())
    request.status_board = page["board"]  # type: ignore[attr-defined]
    return render(
        request,
        "status/service.html",
        {
            **page,
            "see_probing": may(request.user, "status.see_probing"),
            "may_open": may(request.user, "status.run_incidents", found),
        },
    )


@require_safe
def history(request: HttpRequest, slug: str) -> HttpResponse:
    """Every change of a service, and what was shown of it at a moment."""
    found = get_object_or_404(Service.objects.visible_to(request.user), slug=slug)
    form = MomentForm(request.GET if "at" in request.GET else None)
    page = pages.history_page(found, form.cleaned_data["at"] if form.is_valid() else None)
    page |= {"form": form, "page": paginate(request, page["flips"])}
    return render(request, "status/history.html", page, status=status_of(form))


@require_safe
def summary(request: HttpRequest) -> HttpResponse:
    """The status of everything as one JSON; unchanged answers cost a comparison."""
    try:
        answer = MEMORY.value()
    except DatabaseError:
        return unavailable()
    return published(request, answer, CACHE_CONTROL)


def published(
    request: HttpRequest, answer: Answer, cache_control: str, content_type: str = "application/json"
) -> HttpResponse:
    """An answer from memory, or that nothing is new."""
    if answer.etag in request.headers.get("If-None-Match", ""):
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(answer.body, content_type=content_type)
    response["ETag"] = answer.etag
    response["Cache-Control"] = cache_control
    return response


@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    """Whether this process answers and has a database."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return unavailable()
    response = JsonResponse({"status": "ok"})
    response["Cache-Control"] = "no-store"
    return response


def unavailable() -> HttpResponse:
    """Nothing can be said without the database."""
    response = JsonResponse({"status": "unavailable", "detail": "The database is away."}, status=503)
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def maintenance_list(request: HttpRequest) -> HttpResponse:
    """Announced work: now, next, and done."""
    works = Maintenance.objects.prefetch_related("services", "clusters")[:100]
    page = {
        "works": works,
        "now": timezone.now(),
        "may_announce": may(request.user, "status.announce_maintenance"),
    }
    return render(request, "status/maintenance.html", page)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def announce_maintenance(request: HttpRequest) -> HttpResponse:
    """The form that announces work."""
    authorize(request.user, "status.announce_maintenance")
    form = MaintenanceForm(request.POST if request.method == "POST" else None)
    if form.is_bound and (work := carry_out(form, actions.announce_maintenance, by=request.user)):
        messages.success(request, f"Announced: {work.title}.")
        return redirect("status:maintenance")
    return render(request, "status/announce.html", {"form": form}, status=status_of(form))


@login_required
@require_POST
def end_maintenance(request: HttpRequest, key: int) -> HttpResponse:
    """End work early, or call it off."""
    work = get_object_or_404(Maintenance, pk=key)
    authorize(request.user, "status.announce_maintenance", work)
    try:
        actions.end_maintenance(work, by=request.user)  # type: ignore[arg-type]
        messages.success(request, f"Ended: {work.title}.")
    except Refused as refused:
        messages.error(request, refused.reason)
    return redirect("status:maintenance")
