"""The doors of incidents: reading them, opening one, telling how it goes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hub.core.forms import carry_out, status_of
from hub.core.pagination import paginate
from hub.core.permissions import authorize, may
from hub.status.incidents import actions, pages
from hub.status.incidents.forms import (
    ImpactForm,
    IncidentForm,
    PostmortemForm,
    UpdateForm,
    forms_of,
)
from hub.status.models import Incident


# /status/incidents/
@require_safe
def incidents(request: HttpRequest) -> HttpResponse:
    """The incidents: what is going on, and what was."""
    past = pages.told(request.user).filter(state=Incident.State.RESOLVED)
    context = {
        "open": pages.open_now(request.user),
        "page": paginate(request, past),
        "may_open": may(request.user, "status.run_incidents"),
    }
    return render(request, "status/incidents.html", context)


# /status/incidents/<key>/
@require_safe
def incident(request: HttpRequest, key: int) -> HttpResponse:
    """One incident, from the first word to what was learnt."""
    found = get_object_or_404(pages.told(request.user), pk=key)
    say = request.GET.get("say", "")
    return _page(request, found, forms_of(found, request.user, say), said=say)


def _page(
    request: HttpRequest, found: Incident, forms: dict[str, Any], status: int = 200, said: str = ""
) -> HttpResponse:
    context = pages.incident_page(found, request.user, timezone.now()) | {"forms": forms, "said": said}
    return render(request, "status/incident.html", context, status=status)


# /status/incidents/new/
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def open_incident(request: HttpRequest) -> HttpResponse:
    """The form that opens one."""
    authorize(request.user, "status.run_incidents")
    begun = {"services": request.GET.getlist("service")}
    typed = request.POST if request.method == "POST" else None
    form = IncidentForm(typed, user=request.user, initial=begun)
    if typed is not None and (made := carry_out(form, actions.open_incident, by=request.user)):
        messages.success(request, "Opened. Everybody who looks at these services sees it now.")
        return redirect(made)
    return render(request, "status/incident_new.html", {"form": form}, status=status_of(form))


# /status/incidents/<key>/update/
@login_required
@require_POST
def add_update(request: HttpRequest, key: int) -> HttpResponse:
    """Tell how it goes."""
    return _told(request, key, "update", lambda _found: UpdateForm(request.POST), actions.add_update)


# /status/incidents/<key>/impact/
@login_required
@require_POST
def set_impact(request: HttpRequest, key: int) -> HttpResponse:
    """Say what it does to a service."""
    form = lambda found: ImpactForm(request.POST, user=request.user, incident=found)  # noqa: E731
    return _told(request, key, "impact", form, actions.set_impact)


# /status/incidents/<key>/postmortem/
@login_required
@require_POST
def write_postmortem(request: HttpRequest, key: int) -> HttpResponse:
    """Write down what was learnt."""
    return _told(
        request, key, "postmortem", lambda _found: PostmortemForm(request.POST), actions.write_postmortem
    )


def _told(
    request: HttpRequest, key: int, name: str, form_of: Callable[[Incident], Any], verb: Callable[..., Any]
) -> HttpResponse:
    """Carry it out and show the incident; what was not understood stands in its form, with the others beside it."""
    found = get_object_or_404(pages.told(request.user), pk=key)
    authorize(request.user, "status.run_incidents", found)
    form = form_of(found)
    if form.is_valid():
        carry_out(form, verb, found, by=request.user)
    if not form.errors:
        messages.success(request, "Told.")
        return redirect(found)
    return _page(request, found, forms_of(found, request.user) | {name: form}, status_of(form))
