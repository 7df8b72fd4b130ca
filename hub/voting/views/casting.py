"""Voting: the ballot, a look at it before it is cast, and the receipt."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from hub.core.errors import Refused
from hub.core.forms import carry_out, status_of
from hub.core.permissions import authorize
from hub.voting import actions
from hub.voting.forms.acts import ReasonForm
from hub.voting.forms.ballots import BallotForm, ballot_form, fields_of, shuffled
from hub.voting.models import Decision, Option
from hub.voting.pace import forget_when, wait_before_casting
from hub.voting.pages import sentences, showing
from hub.voting.pages.ballot_words import read
from hub.voting.pages.standing import Standing, standing_of

View = Callable[[HttpRequest, str], HttpResponse]


def paper_of(request: HttpRequest, slug: str) -> tuple[Decision, list[Option], Standing]:
    """What a ballot is made from; refused, with the reason, to who cannot vote on it now."""
    found = showing.find(request.user, slug)
    authorize(request.user, "voting.cast_ballot", found)
    standing = standing_of(found, request.user)
    if reason := why_not(found, standing):
        raise Refused(reason, "not_now")
    return found, shuffled(list(found.options.all()), found, request.user), standing


def why_not(found: Decision, standing: Standing) -> str:
    """Why this person does not vote on this now; empty when they may."""
    if found.state != Decision.State.OPEN or showing.is_past(found):
        return "Nobody can vote on this now: it is not open, or its time is over."
    if found.kind in Decision.WITHOUT_BALLOTS:
        return "There is nothing to cast: raise a concern if something must change first."
    if standing.elector is None:
        return "You may not vote on this: the electorate was noted at the opening, and you are not in it."
    if not standing.may_vote:
        return "You stepped aside from this decision."
    return ""


def too_fast(request: HttpRequest) -> HttpResponse | None:
    """The answer to who sends ballots faster than people can."""
    if not (wait := wait_before_casting(request.user)):  # type: ignore[arg-type]
        return None
    answer = render(request, "429.html", status=429)
    answer["Retry-After"] = str(wait)
    return answer


def with_reason(view: View) -> View:
    """A refusal is a page that leads back to the decision: the page before may be a form that is gone."""

    @wraps(view)
    def answer(request: HttpRequest, slug: str) -> HttpResponse:
        try:
            return view(request, slug)
        except Refused as refusal:
            context = {"reason": refusal.reason, "back": reverse("voting:decision", args=[slug])}
            return render(request, "409.html", context, status=409)

    return answer


# /community/decisions/<slug>/ballot/
@never_cache
@login_required
@require_http_methods(["GET", "POST"])
@with_reason
def ballot(request: HttpRequest, slug: str) -> HttpResponse:
    """The ballot to fill in, with what was cast before; sent, it is cast."""
    found, options, standing = paper_of(request, slug)
    if request.method == "POST":
        return too_fast(request) or cast(request, found, options)
    if standing.voted and found.secrecy == Decision.Secrecy.DETACHED:
        return redirect(found)
    form = ballot_form(found, options, paper=standing.ballot.content if standing.ballot else None)
    return fill_in(request, form, standing)


# /community/decisions/<slug>/ballot/summary/
@never_cache
@login_required
@require_http_methods(["GET", "POST"])
@with_reason
def summary(request: HttpRequest, slug: str) -> HttpResponse:
    """What the ballot says, in words, before it is cast; opened anew, it is the ballot."""
    if request.method == "GET":
        return redirect("voting:ballot", slug)
    found, options, standing = paper_of(request, slug)
    if wait := too_fast(request):
        return wait
    form = ballot_form(found, options, request.POST)
    if not form.is_valid():
        return fill_in(request, form, standing)
    if "change" in request.POST:
        return fill_in(request, ballot_form(found, options, paper=form.paper()), standing)
    return render(request, "voting/ballot_summary.html", summed_up(form, found, options))


def summed_up(form: BallotForm, found: Decision, options: list[Option]) -> dict[str, Any]:
    """The ballot in words, and as fields that cast it."""
    paper = form.paper()
    values = {**fields_of(paper), "token": secrets.token_hex(16)}
    if paper.get("abstain"):
        values["abstain"] = 1
    return {
        "decision": found,
        "reading": read(paper, showing.names_of(options)),
        "values": [
            (name, 1 if value is True else value) for name, value in values.items() if value is not None
        ],
        **showing.words(found),
    }


def fill_in(request: HttpRequest, form: BallotForm, standing: Standing) -> HttpResponse:
    """The form, empty or as it was."""
    left_out = sentences.left_out(form.decision)
    context = {"form": form, "decision": form.decision, "standing": standing, "left_out": left_out}
    return render(request, "voting/ballot_form.html", context, status=status_of(form))


def cast(request: HttpRequest, found: Decision, options: list[Option]) -> HttpResponse:
    """Cast it, and show the receipt: in this answer only, so that it is kept nowhere."""
    form = ballot_form(found, options, request.POST)
    if not form.is_valid():
        return fill_in(request, form, standing_of(found, request.user))
    by: Any = request.user
    token = request.POST.get("token", "")
    try:
        done = actions.cast_ballot(found, by=by, paper=form.paper(), token=token)
    except ValidationError as error:
        form.add_error(None, error)
        return fill_in(request, form, standing_of(found, request.user))
    forget_when(by, found)
    reading = read(form.paper(), showing.names_of(options))
    context = {
        "decision": found,
        "receipt": done.receipt,
        "reading": reading,
        "change": sentences.change(found),
    }
    return render(request, "voting/ballot_receipt.html", context)


# /community/decisions/<slug>/recusal/
@login_required
@require_POST
def recusal(request: HttpRequest, slug: str) -> HttpResponse:
    """Step aside from a decision."""
    found = showing.find(request.user, slug)
    authorize(request.user, "voting.recuse_self", found)
    form = ReasonForm(request.POST)
    if carry_out(form, actions.recuse, found, person=request.user, by=request.user):
        return redirect(found)
    context = showing.about(found, request.user, recusal_form=form)
    return render(request, "voting/decision_detail.html", context, status=status_of(form))
