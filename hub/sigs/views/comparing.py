"""The HTML doors of what an evaluation compares: options and criteria."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from hub.core.errors import Refused
from hub.core.forms import carry_out, status_of
from hub.core.permissions import authorize
from hub.sigs import actions, showing
from hub.sigs.forms.evaluations import CriterionForm, OptionForm, as_compared
from hub.sigs.models import Evaluation


@dataclass(frozen=True)
class Sort:
    """Options or criteria: their word, form and verbs."""

    noun: str
    rows: str
    form: type[forms.Form]
    add: Callable[..., Any]
    edit: Callable[..., Any]
    remove: Callable[..., None]


SORTS = {
    "options": Sort(
        "option", "options", OptionForm, actions.add_option, actions.edit_option, actions.remove_option
    ),
    "criteria": Sort(
        "criterion", "criteria", CriterionForm,
        actions.add_criterion, actions.edit_criterion, actions.remove_criterion,
    ),
}  # fmt: skip


def _found(request: HttpRequest, slug: str) -> Evaluation:
    found = get_object_or_404(showing.evaluations(request.user), slug=slug)
    authorize(request.user, "sigs.edit_evaluation", found)
    return found


# /community/evaluations/<slug>/options/new/  .../criteria/new/
@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, slug: str, sort: str) -> HttpResponse:
    """Compare one more option, or by one more criterion."""
    found, kind = _found(request, slug), SORTS[sort]
    form = kind.form(request.POST if request.method == "POST" else None)
    if form.is_bound and (made := carry_out(form, kind.add, found, by=request.user)):
        messages.success(request, f"Added: {made.name}.")
        return redirect(found)
    context = {"form": form, "evaluation": found, "kind": kind}
    return render(request, "sigs/compared_form.html", context, status=status_of(form))


# /community/evaluations/<slug>/options/<key>/  .../criteria/<key>/
@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, slug: str, sort: str, key: str) -> HttpResponse:
    """Say better what an option or criterion is."""
    found, kind = _found(request, slug), SORTS[sort]
    row = get_object_or_404(getattr(found, kind.rows), key=key)
    form = kind.form(request.POST if request.method == "POST" else None, initial=as_compared(row))
    if form.is_bound and carry_out(form, kind.edit, row, by=request.user):
        messages.success(request, "Saved.")
        return redirect(found)
    context = {"form": form, "evaluation": found, "kind": kind, "row": row}
    return render(request, "sigs/compared_form.html", context, status=status_of(form))


# /community/evaluations/<slug>/options/<key>/removal/  .../criteria/<key>/removal/
@login_required
@require_POST
def removal(request: HttpRequest, slug: str, sort: str, key: str) -> HttpResponse:
    """Compare it no longer; refused while it has findings."""
    found, kind = _found(request, slug), SORTS[sort]
    row = get_object_or_404(getattr(found, kind.rows), key=key)
    try:
        kind.remove(row, by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.reason)
        context = {"form": kind.form(initial=as_compared(row)), "evaluation": found, "kind": kind, "row": row}
        return render(request, "sigs/compared_form.html", context, status=409)
    messages.success(request, f"Removed: {row.name}.")
    return redirect(found)
