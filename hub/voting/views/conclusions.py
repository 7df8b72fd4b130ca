"""The doors to what groups concluded: the register, one conclusion, and that it still holds."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from hub.core.forms import carry_out, status_of
from hub.core.pagination import paginate
from hub.core.permissions import authorize
from hub.voting import actions
from hub.voting.forms.concluding import KeepForm
from hub.voting.forms.conclusion_filter import ConclusionFilter
from hub.voting.pages import register


@require_safe
def conclusions(request: HttpRequest) -> HttpResponse:
    """The register: what holds, what is due, and what was replaced."""
    today = timezone.localdate()
    form = ConclusionFilter(request.GET)
    page = paginate(request, register.listed(form.rows(request.user, today), today))
    return render(request, "voting/conclusion_list.html", {"form": form, "page": page, "today": today})


@require_safe
def conclusion(request: HttpRequest, slug: str) -> HttpResponse:
    """One conclusion: what holds, for whom, on what conditions, and when it is looked at again."""
    found = get_object_or_404(register.whole(request.user), slug=slug)
    context = register.about(found, request.user) | {"form": KeepForm()}
    return render(request, "voting/conclusion_detail.html", context)


@login_required
@require_POST
def keeping(request: HttpRequest, slug: str) -> HttpResponse:
    """Say that it still holds, and when to look again."""
    found = get_object_or_404(register.whole(request.user), slug=slug)
    authorize(request.user, "voting.keep_conclusion", found)
    form = KeepForm(request.POST)
    if carry_out(form, actions.keep_conclusion, found, by=request.user):
        messages.success(request, "Noted. The group is told on the day you chose.")
        return redirect(found)
    context = register.about(found, request.user) | {"form": form}
    return render(request, "voting/conclusion_detail.html", context, status=status_of(form))
