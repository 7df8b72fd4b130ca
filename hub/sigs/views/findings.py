"""The HTML doors of findings: in their cell of the matrix with htmx, else on a page of their own."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hub.core.errors import Refused
from hub.core.forms import carry_out, status_of
from hub.core.permissions import authorize
from hub.sigs import actions, showing
from hub.sigs.forms.evaluations import FindingForm, NewFindingForm, as_found
from hub.sigs.matrix import cell_of, head_of
from hub.sigs.models import Criterion, Evaluation, Finding, Option


def _evaluation(request: HttpRequest, slug: str) -> Evaluation:
    return get_object_or_404(showing.evaluations(request.user), slug=slug)


def _finding(request: HttpRequest, slug: str, key: int) -> Finding:
    rows = Finding.objects.select_related("option__evaluation__group", "criterion")
    found = get_object_or_404(rows, pk=key, option__evaluation__slug=slug)
    authorize(request.user, "sigs.edit_finding", found)
    return found


# /community/evaluations/<slug>/cell/?option=...&criterion=...
@require_safe
def cell(request: HttpRequest, slug: str) -> HttpResponse:
    """One cell of the matrix, as it was before somebody began to write in it."""
    found = _evaluation(request, slug)
    option = get_object_or_404(found.options, key=request.GET.get("option", "")[:60])
    criterion = get_object_or_404(found.criteria, key=request.GET.get("criterion", "")[:60])
    return _cell(request, found, option, criterion)


# /community/evaluations/<slug>/findings/new/
@login_required
@require_http_methods(["GET", "POST"])
def new_finding(request: HttpRequest, slug: str) -> HttpResponse:
    """Write down what speaks for or against an option."""
    found = _evaluation(request, slug)
    authorize(request.user, "sigs.add_finding", found)
    begun = {name: request.GET.get(name, "")[:60] for name in ("option", "criterion", "leaning")}
    form = NewFindingForm(request.POST if request.method == "POST" else None, initial=begun, evaluation=found)
    if form.is_bound and (made := carry_out(form, actions.add_finding, found, by=request.user)):
        return _written(request, found, made, "Added.")
    return _form(request, found, form)


# /community/evaluations/<slug>/findings/<key>/
@login_required
@require_http_methods(["GET", "POST"])
def edit_finding(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """Say better what was found."""
    finding = _finding(request, slug, key)
    form = FindingForm(request.POST if request.method == "POST" else None, initial=as_found(finding))
    if form.is_bound and (saved := carry_out(form, actions.edit_finding, finding, by=request.user)):
        return _written(request, finding.option.evaluation, saved, "Saved.")
    return _form(request, finding.option.evaluation, form, finding)


# /community/evaluations/<slug>/findings/<key>/removal/
@login_required
@require_POST
def remove_finding(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """Take it back."""
    finding = _finding(request, slug, key)
    evaluation = finding.option.evaluation
    try:
        actions.remove_finding(finding, by=request.user)  # type: ignore[arg-type]
    except Refused as refusal:
        form = FindingForm(initial=as_found(finding))
        return _form(request, evaluation, form, finding, refused=refusal.reason)
    return _written(request, evaluation, finding, "Removed.")


def _form(
    request: HttpRequest, evaluation: Evaluation, form: Any, finding: Finding | None = None, refused: str = ""
) -> HttpResponse:
    """The form: in the cell for htmx, else on its own page; what was typed is still in it."""
    context = {"form": form, "evaluation": evaluation, "finding": finding, "refused": refused}
    if finding:
        context |= {"option": finding.option, "criterion": finding.criterion}
    else:
        context |= _place(evaluation, form)
    in_place = request.headers.get("HX-Request") and context["option"] and context["criterion"]
    page = "sigs/finding_in_place.html" if in_place else "sigs/finding_form.html"
    return render(request, page, context, status=409 if refused else status_of(form))


def _place(evaluation: Evaluation, form: Any) -> dict[str, Option | Criterion | None]:
    """Where in the matrix the form stands, as far as it says so."""
    option, criterion = (str(form[name].value() or "") for name in ("option", "criterion"))
    return {
        "option": evaluation.options.filter(key=option).first(),
        "criterion": evaluation.criteria.filter(key=criterion).first(),
    }


def _written(request: HttpRequest, evaluation: Evaluation, finding: Finding, said: str) -> HttpResponse:
    """The cell that changed, for htmx; else the page, at that cell."""
    if request.headers.get("HX-Request"):
        return _cell(request, evaluation, finding.option, finding.criterion)
    messages.success(request, said)
    place = f"{finding.option.key}--{finding.criterion.key}"
    return redirect(f"{evaluation.get_absolute_url()}#{place}")


def _cell(request: HttpRequest, evaluation: Evaluation, option: Option, criterion: Criterion) -> HttpResponse:
    context = {
        "evaluation": evaluation,
        "cell": cell_of(option, criterion),
        "head": head_of(option),
        "changed": True,
        **showing.rights(evaluation, request.user),
    }
    return render(request, "sigs/cell.html", context)
