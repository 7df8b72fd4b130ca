"""Drafting a round: its settings, its candidates, and opening it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from hub.core.errors import Refused
from hub.core.forms import carry_out, status_of
from hub.core.permissions import authorize
from hub.roadmap.actions import rounds as actions
from hub.roadmap.models import Candidate, RoadmapItem, Round
from hub.roadmap.rounds import pages
from hub.roadmap.rounds.forms import WINDOW, CandidatesForm, OpeningForm, RoundForm, settings_of
from hub.roadmap.rounds.linter import ELIGIBLE, problems

OFFERED = 20


# /roadmap/rounds/new/
@login_required
@require_http_methods(["GET", "POST"])
def new_round(request: HttpRequest) -> HttpResponse:
    """Begin a round."""
    authorize(request.user, "roadmap.run_round")
    form = RoundForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and (made := carry_out(form, actions.draft_round, by=request.user)):
        messages.success(request, "Drafted. Now choose the candidates; nobody else sees it yet.")
        return redirect(made)
    return render(request, "roadmap/rounds/form.html", {"form": form}, status=status_of(form))


# /roadmap/rounds/<slug>/edit/
@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change the settings of a draft."""
    found = pages.find(request.user, slug)
    authorize(request.user, "roadmap.run_round")
    form = RoundForm(request.POST if request.method == "POST" else None, initial=settings_of(found))
    if request.method == "POST" and (saved := carry_out(form, actions.edit_round, found)):
        messages.success(request, "Saved.")
        return redirect(saved)
    return render(request, "roadmap/rounds/form.html", {"form": form, "round": found}, status=status_of(form))


def draft_page(request: HttpRequest, found: Round, form: CandidatesForm | None = None) -> HttpResponse:
    """The candidates with their costs, what they come to, and items to add."""
    words = request.GET.get("q", "").replace("\0", "").strip()[:200]
    context = pages.draft(found, request.user)
    form = form or CandidatesForm(candidates=context["candidates"])
    context |= {"form": form, "words": words, "offered": offered(found, words)}
    return render(request, "roadmap/rounds/draft.html", context, status=status_of(form))


def offered(found: Round, words: str) -> list[RoadmapItem]:
    """Items that could stand and do not yet, the most needed first; with words, those that have them."""
    rows = RoadmapItem.objects.filter(canonical=None, state__in=ELIGIBLE)
    rows = rows.filter(title__icontains=words) if words else rows
    rows = rows.exclude(candidacies__round=found)
    return list(rows.order_by("-blocked", "-supporters", "-proposed_on", "-pk")[:OFFERED])


# /roadmap/rounds/<slug>/candidates/
@login_required
@require_POST
def candidates(request: HttpRequest, slug: str) -> HttpResponse:
    """Save the table of candidates, all rows or none."""
    found = pages.find(request.user, slug)
    authorize(request.user, "roadmap.run_round")
    form = CandidatesForm(request.POST, candidates=pages.candidates_of(found))
    if form.is_valid() and _carried_out(form):
        messages.success(request, "Saved.")
        return redirect(found)
    return draft_page(request, found, form)


@transaction.atomic
def _save(form: CandidatesForm) -> None:
    for row, wanted in form.wishes():
        if wanted:
            actions.edit_candidate(row, **wanted)
        else:
            actions.remove_candidate(row)


def _carried_out(form: CandidatesForm) -> bool:
    try:
        _save(form)
    except ValidationError as error:
        form.add_error(None, ValidationError(error.messages))
    except Refused as refusal:
        form.add_error(None, ValidationError(refusal.reason, code="refused"))
    return not form.errors


# /roadmap/rounds/<slug>/candidates/new/
@login_required
@require_POST
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """Let the chosen items stand, each with its estimate."""
    found = pages.find(request.user, slug)
    authorize(request.user, "roadmap.run_round")
    named = [slug.replace("\0", "") for slug in request.POST.getlist("item")[: actions.MOST_CANDIDATES]]
    wanted = RoadmapItem.objects.filter(slug__in=named)
    added = actions.add_candidates(found, items=list(wanted.order_by("pk")))
    messages.success(request, f"{len(added)} added." if added else "Nothing was chosen.")
    return redirect(found)


# /roadmap/rounds/<slug>/opening/
@login_required
@require_http_methods(["GET", "POST"])
def opening(request: HttpRequest, slug: str) -> HttpResponse:
    """What would go wrong, until when people can vote, and the button that opens the round."""
    found, now = pages.find(request.user, slug), timezone.now()
    authorize(request.user, "roadmap.run_round")
    form = OpeningForm(
        request.POST if request.method == "POST" else None,
        initial={"closes_at": (now + WINDOW).replace(minute=0)},
    )
    if request.method == "POST" and (opened := carry_out(form, actions.open_round, found, by=request.user)):
        messages.success(request, "The round is open. Everybody with a ballot is told.")
        return redirect(opened)
    return render(
        request, "roadmap/rounds/opening.html", _opening(request, found, form), status=status_of(form)
    )


def _opening(request: HttpRequest, found: Round, form: OpeningForm) -> dict[str, Any]:
    until = form.cleaned_data.get("closes_at") if form.is_bound else form["closes_at"].initial
    length = until - timezone.now() if until else None
    draft = found.state == Round.State.DRAFT
    rows: list[Candidate] = pages.candidates_of(found)
    said = problems(found, rows, length) if draft else []
    stopped = not draft or any(problem.level == "stop" for problem in said)
    return pages.head(found, request.user) | {
        "form": form, "problems": said, "stopped": stopped, "candidates": rows,
    }  # fmt: skip
