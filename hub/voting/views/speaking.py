"""What people say in a decision by name: concerns and their answers, nominations and theirs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from hub.core.forms import carry_out, status_of
from hub.core.permissions import authorize
from hub.voting import actions
from hub.voting.forms.acts import AcceptForm, AnswerForm, ConcernForm, NominationForm
from hub.voting.models import Concern, Decision, Nomination
from hub.voting.pages import showing

Page = HttpResponse
SETTLE: dict[str, Callable[..., Concern]] = {
    Concern.State.RESOLVED: actions.resolve_concern,
    Concern.State.WITHDRAWN: actions.withdraw_concern,
}


def again(request: HttpRequest, found: Decision, form: Any, **context: Any) -> Page:
    """The page of the decision with the form as it was typed."""
    page = showing.about(found, request.user, **context)
    return render(request, "voting/decision_detail.html", page, status=status_of(form))


# /community/decisions/<slug>/concerns/
@login_required
@require_POST
def concerns(request: HttpRequest, slug: str) -> Page:
    """Raise a concern."""
    found = showing.find(request.user, slug)
    authorize(request.user, "voting.raise_concern", found)
    form = ConcernForm(request.POST)
    if raised := carry_out(form, actions.raise_concern, found, by=request.user):
        messages.success(request, "Raised. Who leads the group is told.")
        return redirect(f"{found.get_absolute_url()}#concern-{raised.pk}")
    return again(request, found, form, concern_form=form)


# /community/decisions/<slug>/concerns/<pk>/settling/
@login_required
@require_POST
def settling(request: HttpRequest, slug: str, pk: int) -> Page:
    """Say that my concern is met, or take it back."""
    found = showing.find(request.user, slug)
    concern = get_object_or_404(found.concerns, pk=pk)
    authorize(request.user, "voting.settle_concern", concern)
    verb = SETTLE.get(request.POST.get("state", ""), actions.resolve_concern)
    verb(concern, by=request.user)
    messages.success(request, "Settled. It no longer stops the proposal.")
    return redirect(f"{found.get_absolute_url()}#concern-{concern.pk}")


# /community/decisions/<slug>/concerns/<pk>/answer/
@login_required
@require_POST
def answer(request: HttpRequest, slug: str, pk: int) -> Page:
    """Answer a concern in writing."""
    found = showing.find(request.user, slug)
    concern = get_object_or_404(found.concerns, pk=pk)
    authorize(request.user, "voting.answer_concern", concern)
    form = AnswerForm(request.POST)
    if carry_out(form, actions.answer_concern, concern, by=request.user):
        messages.success(request, "Answered. It no longer stops the proposal.")
        return redirect(f"{found.get_absolute_url()}#concern-{concern.pk}")
    return again(request, found, form, answer_form=form, answering=concern.pk)


# /community/decisions/<slug>/nominations/
@login_required
@require_POST
def nominations(request: HttpRequest, slug: str) -> Page:
    """Nominate somebody, or oneself."""
    found = showing.find(request.user, slug)
    authorize(request.user, "voting.nominate", found)
    form = NominationForm(request.POST)
    if carry_out(form, actions.nominate, found, by=request.user):
        messages.success(request, "Nominated. They are asked whether they stand.")
        return redirect(f"{found.get_absolute_url()}#candidates")
    return again(request, found, form, nomination_form=form)


# /community/decisions/<slug>/nominations/<pk>/
@login_required
@require_POST
def nomination(request: HttpRequest, slug: str, pk: int) -> Page:
    """Stand as a candidate, or decline."""
    found = showing.find(request.user, slug)
    row = get_object_or_404(Nomination, decision=found, pk=pk)
    authorize(request.user, "voting.answer_nomination", row)
    form, accept = AcceptForm(request.POST), request.POST.get("answer") != "decline"
    if carry_out(form, actions.answer_nomination, row, by=request.user, accept=accept):
        messages.success(request, "You stand as a candidate." if accept else "You declined.")
        return redirect(f"{found.get_absolute_url()}#candidates")
    return again(request, found, form, accept_form=form)
