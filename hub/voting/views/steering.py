"""What leads do while a vote is open: close it, void it, admit somebody, note that somebody steps aside."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from hub.core.forms import carry_out, status_of
from hub.core.permissions import authorize, may
from hub.voting import actions
from hub.voting.forms.acts import AdmitForm, ReasonForm, RecuseForm
from hub.voting.pages import showing
from hub.voting.views.decision import electors_of


# /community/decisions/<slug>/close/
@login_required
@require_http_methods(["GET", "POST"])
def closing(request: HttpRequest, slug: str) -> HttpResponse:
    """Close a vote before its time, where its rules allow it."""
    found = showing.find(request.user, slug)
    authorize(request.user, "voting.close_decision", found)
    if request.method == "POST":
        closed = actions.close_decision(found, by=request.user)  # type: ignore[arg-type]
        messages.success(request, "Closed and counted. Everybody who could vote is told.")
        return redirect(closed)
    may_void = may(request.user, "voting.void_decision", found)
    context = {"decision": found, "form": ReasonForm(), "may_void": may_void}
    return render(request, "voting/closing_page.html", context)


# /community/decisions/<slug>/void/
@login_required
@require_http_methods(["GET", "POST"])
def void(request: HttpRequest, slug: str) -> HttpResponse:
    """Declare a decision void, or set a draft aside, with the reason."""
    found = showing.find(request.user, slug)
    authorize(request.user, "voting.void_decision", found)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    sent = request.method == "POST"
    if sent and carry_out(form, actions.void_decision, found, by=request.user) is not None:
        messages.success(request, "It is void. Nothing follows from it.")
        return redirect("voting:decisions")
    return render(request, "voting/void.html", {"decision": found, "form": form}, status=status_of(form))


# /community/decisions/<slug>/electors/admission/
@login_required
@require_POST
def admission(request: HttpRequest, slug: str) -> HttpResponse:
    """Admit somebody whom the snapshot left out."""
    form = AdmitForm(request.POST, auto_id="admit_%s")
    said = "Admitted. The ledger says why."
    return _change(request, slug, "voting.admit_elector", actions.admit_elector, admit_form=form, said=said)


# /community/decisions/<slug>/electors/recusal/
@login_required
@require_POST
def recusing(request: HttpRequest, slug: str) -> HttpResponse:
    """Note that somebody steps aside."""
    form = RecuseForm(request.POST, auto_id="recuse_%s")
    said = "Noted. They left the electorate; the ledger says why."
    return _change(request, slug, "voting.recuse", actions.recuse, recuse_form=form, said=said)


def _change(
    request: HttpRequest, slug: str, rule: str, verb: Callable[..., Any], *, said: str, **forms: Any
) -> HttpResponse:
    """Do it and go back to the list; else the list with the form as typed."""
    found, form = showing.find(request.user, slug), next(iter(forms.values()))
    authorize(request.user, rule, found)
    if carry_out(form, verb, found, by=request.user):
        messages.success(request, said)
        return redirect("voting:electors", found.slug)
    context = electors_of(request, found, **forms)
    return render(request, "voting/electors.html", context, status=status_of(form))
