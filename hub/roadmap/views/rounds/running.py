"""What the platform team does with a round: let somebody in, close it, call it off, answer it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from hub.core.errors import Refused
from hub.core.forms import carry_out, status_of
from hub.core.permissions import authorize
from hub.roadmap.actions import rounds as actions
from hub.roadmap.actions.rounds.holding import NOT_FILLED
from hub.roadmap.rounds import pages, proposal
from hub.roadmap.rounds.forms import AdmitForm, AdmitTeamForm, ConfirmForm, ReasonForm
from hub.roadmap.views.rounds.reading import voters_page


# /roadmap/rounds/<slug>/voters/admission/
@login_required
@require_POST
def admission(request: HttpRequest, slug: str) -> HttpResponse:
    """Let somebody vote whom the opening left out."""
    found = pages.find(request.user, slug)
    authorize(request.user, "roadmap.run_round")
    form = (AdmitTeamForm if found.votes_by_team else AdmitForm)(request.POST)
    if carry_out(form, actions.admit_voter, found, by=request.user):
        messages.success(request, "Admitted. The list says why.")
        return redirect("roadmap:voters", found.slug)
    return voters_page(request, found, form)


# /roadmap/rounds/<slug>/close/
@login_required
@require_http_methods(["GET", "POST"])
def closing(request: HttpRequest, slug: str) -> HttpResponse:
    """Close a round before its time, or call it off."""
    found = pages.find(request.user, slug)
    authorize(request.user, "roadmap.run_round")
    if request.method == "POST":
        closed = actions.close_round(found, by=request.user)  # type: ignore[arg-type]
        messages.success(
            request, "Closed. The ballots are being counted; everybody with a ballot is told of the result."
        )
        return redirect(closed)
    context = pages.head(found, request.user) | {"form": ReasonForm()}
    return render(request, "roadmap/rounds/closing.html", context)


# /roadmap/rounds/<slug>/void/
@login_required
@require_http_methods(["GET", "POST"])
def void(request: HttpRequest, slug: str) -> HttpResponse:
    """Call a round off, or set a draft aside, with the reason."""
    found = pages.find(request.user, slug)
    authorize(request.user, "roadmap.run_round")
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and (_voided := carry_out(form, actions.void_round, found, by=request.user)):
        messages.success(request, "It is void. Nothing follows from it.")
        return redirect("roadmap:rounds")
    context = pages.head(found, request.user) | {"form": form}
    return render(request, "roadmap/rounds/void.html", context, status=status_of(form))


# /roadmap/rounds/<slug>/confirmation/
@login_required
@require_http_methods(["GET", "POST"])
def confirmation(request: HttpRequest, slug: str) -> HttpResponse:
    """Take what the round proposes into the quarter, or depart from it in writing."""
    found = pages.find(request.user, slug)
    authorize(request.user, "roadmap.run_round")
    if found.is_being_counted:
        raise Refused(*NOT_FILLED)
    if not found.result:
        raise Refused("It has no result to answer yet.", "not_closed")
    data = request.POST if request.method == "POST" else None
    form = ConfirmForm(data, candidates=pages.candidates_of(found), proposed=proposal.funded(found))
    if request.method == "POST" and _confirmed(request, form, found):
        messages.success(
            request, "Answered. The items are planned, and everybody who asked hears why or why not."
        )
        return redirect(found)
    context = pages.head(found, request.user) | {"form": form, "facts": proposal.facts(found)}
    return render(request, "roadmap/rounds/confirmation.html", context, status=status_of(form))


def _confirmed(request: HttpRequest, form: ConfirmForm, found: pages.Round) -> bool:
    if not form.is_valid():
        return False
    try:
        actions.confirm_round(found, by=request.user, **form.answer())  # type: ignore[arg-type]
    except ValidationError as error:
        on_statement = hasattr(error, "error_dict") and "statement" in error.error_dict
        form.add_error("statement" if on_statement else None, ValidationError(error.messages))
    except Refused as refusal:
        form.add_error(None, ValidationError(refusal.reason, code="refused"))
    return not form.errors
