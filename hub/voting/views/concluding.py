"""The door through which a closed vote ends: in a conclusion, or, after an election, in terms."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from hub.core.forms import carry_out, status_of
from hub.core.permissions import authorize
from hub.sigs.models import Term
from hub.voting import actions
from hub.voting.actions.installing import offices_after
from hub.voting.forms.concluding import ConclusionForm, as_counted
from hub.voting.models import Decision


# /community/decisions/<slug>/conclusion/
@login_required
@require_http_methods(["GET", "POST"])
def conclusion(request: HttpRequest, slug: str) -> HttpResponse:
    """Write down what the group concludes; after an election, have the elected take office."""
    decision = get_object_or_404(Decision.objects.visible_to(request.user).select_related("group"), slug=slug)
    authorize(request.user, "voting.conclude", decision)
    if request.method == "GET" and decision.state != Decision.State.CLOSED:
        return _elsewhere(request, decision)
    if decision.purpose == Decision.Purpose.ELECTION:
        return _election(request, decision)
    form = ConclusionForm(request.POST if request.method == "POST" else None, initial=as_counted(decision))
    if request.method == "POST" and (made := carry_out(form, actions.conclude, decision, by=request.user)):
        messages.success(request, "Concluded. The docs say so in a moment, and the group is told.")
        return redirect(made)
    context = {"form": form, "decision": decision}
    return render(request, "voting/conclusion_form.html", context, status=status_of(form))


def _elsewhere(request: HttpRequest, decision: Decision) -> HttpResponse:
    """What was concluded already; else the vote, with why there is nothing to conclude."""
    if decision.conclusion:
        return redirect(decision.conclusion)
    messages.info(request, "A vote is concluded once it is closed and counted.")
    return redirect(decision)


def _election(request: HttpRequest, decision: Decision) -> HttpResponse:
    form = forms.Form(request.POST if request.method == "POST" else None)
    begun = carry_out(form, actions.decide_election, decision, by=request.user) if form.is_bound else None
    if begun:
        messages.success(request, "The terms have begun, and everybody concerned is told.")
        return redirect(decision.group)
    context = {"form": form, "decision": decision, **_offices(decision)}
    return render(request, "voting/election_form.html", context, status=status_of(form))


def _offices(decision: Decision) -> dict[str, Any]:
    """Who takes office, and who leaves it."""
    offices = offices_after(decision, timezone.localdate())
    return {"offices": offices, "role": Term.Role(decision.role).label.lower()}
