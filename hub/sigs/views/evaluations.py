"""The HTML doors of evaluations: the list, one of them, start, edit, close, take up again."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hub.core.forms import carry_out, status_of
from hub.core.pagination import paginate
from hub.core.permissions import authorize
from hub.sigs import actions, showing
from hub.sigs.forms.evaluations import EvaluationFilter, NewEvaluationForm, QuestionForm
from hub.sigs.models import Evaluation


# /community/evaluations/
@require_safe
def evaluations(request: HttpRequest) -> HttpResponse:
    """What groups compare, the open ones first."""
    form = EvaluationFilter(request.GET)
    page = paginate(request, form.rows(request.user))
    return render(request, "sigs/evaluation_list.html", {"form": form, "page": page})


# /community/evaluations/<slug>/
@require_safe
def evaluation(request: HttpRequest, slug: str) -> HttpResponse:
    """One evaluation: the question, the matrix of what was found, and what came of it."""
    found = get_object_or_404(showing.evaluations(request.user), slug=slug)
    return render(request, "sigs/evaluation_detail.html", showing.about(found, request.user))


# /community/evaluations/new/
@login_required
@require_http_methods(["GET", "POST"])
def new_evaluation(request: HttpRequest) -> HttpResponse:
    """Start an evaluation in a group of mine."""
    form = NewEvaluationForm(
        request.POST if request.method == "POST" else None,
        initial={"group": request.GET.get("group", "")[:100]},
        user=request.user,
    )
    if form.is_bound and form.is_valid():
        authorize(request.user, "sigs.start_evaluation", form.cleaned_data["group"])
    if form.is_bound and (made := carry_out(form, actions.start_evaluation, by=request.user)):
        messages.success(request, "Started. The group is told, and everybody in it can add what they found.")
        return redirect(made)
    return render(request, "sigs/evaluation_form.html", {"form": form}, status=status_of(form))


# /community/evaluations/<slug>/edit/
@login_required
@require_http_methods(["GET", "POST"])
def edit_evaluation(request: HttpRequest, slug: str) -> HttpResponse:
    """Say the question better."""
    found = get_object_or_404(showing.evaluations(request.user), slug=slug)
    authorize(request.user, "sigs.edit_evaluation", found)
    shown = {"question": found.question, "context": found.context}
    form = QuestionForm(request.POST if request.method == "POST" else None, initial=shown)
    if form.is_bound and (saved := carry_out(form, actions.edit_evaluation, found, by=request.user)):
        messages.success(request, "Saved.")
        return redirect(saved)
    context = {"form": form, "evaluation": found}
    return render(request, "sigs/evaluation_form.html", context, status=status_of(form))


# /community/evaluations/<slug>/closing/
@login_required
@require_POST
def closing(request: HttpRequest, slug: str) -> HttpResponse:
    """End the gathering."""
    found = get_object_or_404(Evaluation.objects.visible_to(request.user), slug=slug)
    authorize(request.user, "sigs.close_evaluation", found)
    actions.close_evaluation(found, by=request.user)  # type: ignore[arg-type]
    messages.success(request, "Closed. What was found stays as it is.")
    return redirect(found)


# /community/evaluations/<slug>/reopening/
@login_required
@require_POST
def reopening(request: HttpRequest, slug: str) -> HttpResponse:
    """Gather findings again."""
    found = get_object_or_404(Evaluation.objects.visible_to(request.user), slug=slug)
    authorize(request.user, "sigs.close_evaluation", found)
    actions.reopen_evaluation(found, by=request.user)  # type: ignore[arg-type]
    messages.success(request, "Reopened. Findings can be added again.")
    return redirect(found)
