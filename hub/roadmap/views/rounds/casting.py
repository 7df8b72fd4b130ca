"""Voting in a round: the ballot, and taking it back."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from hub.core.errors import Refused
from hub.core.forms import status_of
from hub.core.permissions import authorize
from hub.roadmap.actions import rounds as actions
from hub.roadmap.models import Candidate, Round, RoundVoter
from hub.roadmap.rounds import pages
from hub.roadmap.rounds.papers import BallotForm, shuffled
from hub.roadmap.rounds.standing import ballots_of
from hub.voting.pace import wait_before_casting

View = Callable[[HttpRequest, str], HttpResponse]


def with_reason(view: View) -> View:
    """A refusal is a page that leads back to the round: the page before may be a form that is gone."""

    @wraps(view)
    def answer(request: HttpRequest, slug: str) -> HttpResponse:
        try:
            return view(request, slug)
        except Refused as refusal:
            context = {"reason": refusal.reason, "back": reverse("roadmap:round", args=[slug])}
            return render(request, "409.html", context, status=409)

    return answer


def ballot_in_hand(request: HttpRequest, slug: str) -> tuple[Round, RoundVoter, list[RoundVoter]]:
    """The round, the ballot that is meant, and all this person may cast; refused where there is none."""
    found = pages.find(request.user, slug)
    authorize(request.user, "roadmap.vote_in_round")
    if found.state != Round.State.OPEN or pages.is_past(found):
        raise Refused("Nobody can vote in this round now: it is not open, or its time is over.", "not_now")
    own = list(ballots_of(request.user, [found]))
    wanted = request.POST.get("team") or request.GET.get("team", "")
    named = (
        [row for row in own if row.team and row.team.slug == wanted]
        if wanted and found.votes_by_team
        else own
    )
    if not named:
        raise Refused("You have no ballot in this round: who votes was noted at the opening.", "not_voter")
    return found, named[0], own


# /roadmap/rounds/<slug>/ballot/
@never_cache
@login_required
@require_http_methods(["GET", "POST"])
@with_reason
def ballot(request: HttpRequest, slug: str) -> HttpResponse:
    """The ballot to fill in, with what was cast before; sent, it is cast."""
    found, row, own = ballot_in_hand(request, slug)
    candidates = _shown(found, row)
    if request.method == "GET":
        return _page(request, BallotForm(found=found, candidates=candidates, marks=row.marks), row, own)
    if wait := wait_before_casting(request.user):  # type: ignore[arg-type]
        answer = render(request, "429.html", status=429)
        answer["Retry-After"] = str(wait)
        return answer
    form = BallotForm(request.POST, found=found, candidates=candidates)
    if not _cast(request, form, row):
        return _page(request, form, row, own)
    messages.success(request, "Your ballot is cast. You can change it until the round closes.")
    return redirect(found)


def _shown(found: Round, row: RoundVoter) -> list[Candidate]:
    standing = Candidate.Standing.CANDIDATE
    rows = found.candidates.filter(standing=standing).select_related("item")
    return shuffled(list(rows), found, f"{row.pk}")


def _cast(request: HttpRequest, form: BallotForm, row: RoundVoter) -> bool:
    if not form.is_valid():
        return False
    by: Any = request.user
    team = row.team if form.round.votes_by_team else None
    try:
        actions.cast_ballot(form.round, by=by, marks=form.marks(), team=team)
    except ValidationError as error:
        form.add_error(None, ValidationError(error.messages))
    return not form.errors


def _page(request: HttpRequest, form: BallotForm, row: RoundVoter, own: list[RoundVoter]) -> HttpResponse:
    settled = form.round.candidates.exclude(standing=Candidate.Standing.CANDIDATE).select_related("item")
    context = pages.head(form.round, request.user) | {
        "form": form,
        "row": row,
        "own": own,
        "settled": settled,
    }
    return render(request, "roadmap/rounds/ballot.html", context, status=status_of(form))


# /roadmap/rounds/<slug>/ballot/withdrawal/
@login_required
@require_POST
@with_reason
def withdrawal(request: HttpRequest, slug: str) -> HttpResponse:
    """Take the ballot back."""
    found, row, _ = ballot_in_hand(request, slug)
    by: Any = request.user
    actions.withdraw_ballot(found, by=by, team=row.team if found.votes_by_team else None)
    messages.success(request, "Your ballot is taken back: it counts as not cast.")
    return redirect(found)
