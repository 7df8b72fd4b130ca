"""The door from an evaluation to the vote: one click drafts it, the next one opens it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from hub.core.permissions import authorize, may
from hub.sigs.models import Evaluation
from hub.voting.actions.from_evaluation import draft_from_evaluation


# /community/evaluations/<slug>/decision/
@login_required
@require_POST
def draft(request: HttpRequest, slug: str) -> HttpResponse:
    """Put an evaluation to the vote: to the page that opens it, for who may."""
    rows = Evaluation.objects.visible_to(request.user).select_related("group")
    evaluation = get_object_or_404(rows, slug=slug)
    authorize(request.user, "voting.draft_decision", evaluation.group)
    decision = draft_from_evaluation(evaluation, by=request.user)  # type: ignore[arg-type]
    if may(request.user, "voting.open_decision", decision):
        return redirect(f"{decision.get_absolute_url()}opening/")
    messages.success(request, "Drafted from the evaluation. A lead of the group can check and open it.")
    return redirect(decision)
