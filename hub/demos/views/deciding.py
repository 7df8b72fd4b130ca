"""The steps of a demo's life: each a form on its page that says what it will do."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from hub.core.forms import carry_out, status_of
from hub.core.permissions import authorize
from hub.demos import actions, showing
from hub.demos.life_forms import NextForm, PlainForm, ReasonForm, ScheduleForm, WithdrawForm
from hub.demos.models import Demo


# /community/demos/<slug>/acceptance/
@login_required
@require_POST
def acceptance(request: HttpRequest, slug: str) -> HttpResponse:
    """Say yes to a proposal."""
    return _step(request, slug, "decide", actions.accept_demo, PlainForm, "Accepted. Now give it a date.")


# /community/demos/<slug>/decline/
@login_required
@require_POST
def decline(request: HttpRequest, slug: str) -> HttpResponse:
    """Say no to a proposal, and why."""
    return _step(
        request, slug, "decide", actions.decline_demo, ReasonForm, "Declined. Its presenters are told why."
    )


# /community/demos/<slug>/withdrawal/
@login_required
@require_POST
def withdrawal(request: HttpRequest, slug: str) -> HttpResponse:
    """Take an offer back."""
    return _step(
        request, slug, "withdraw", actions.withdraw_demo, WithdrawForm, "Withdrawn. You can offer it again."
    )


# /community/demos/<slug>/reopening/
@login_required
@require_POST
def reopening(request: HttpRequest, slug: str) -> HttpResponse:
    """Take up again what was declined or withdrawn."""
    return _step(request, slug, "reopen", actions.reopen_demo, PlainForm, "It is a proposal again.")


# /community/demos/<slug>/schedule/
@login_required
@require_POST
def schedule(request: HttpRequest, slug: str) -> HttpResponse:
    """Put a demo on a date."""
    return _step(
        request, slug, "decide", actions.schedule_demo, ScheduleForm, "It is on {}. Its presenters are told."
    )


# /community/demos/<slug>/schedule/next/
@login_required
@require_POST
def schedule_next(request: HttpRequest, slug: str) -> HttpResponse:
    """Move a demo to the next session with room."""
    return _step(request, slug, "decide", actions.move_on, NextForm, "It is on {}. Its presenters are told.")


# /community/demos/<slug>/schedule/end/
@login_required
@require_POST
def schedule_end(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a demo off its date."""
    return _step(
        request, slug, "decide", actions.unschedule_demo, ReasonForm, "Taken off. It waits for another date."
    )


# /community/demos/<slug>/given/
@login_required
@require_POST
def given(request: HttpRequest, slug: str) -> HttpResponse:
    """Note that it was given."""
    return _step(request, slug, "decide", actions.mark_given, PlainForm, "Noted. Thank you for showing it.")


# /community/demos/<slug>/given/end/
@login_required
@require_POST
def not_given(request: HttpRequest, slug: str) -> HttpResponse:
    """Note that it did not take place after all."""
    return _step(
        request, slug, "decide", actions.mark_not_given, ReasonForm, "Noted. It waits for another date."
    )


def _step(
    request: HttpRequest,
    slug: str,
    right: str,
    verb: Callable[..., Demo],
    form_class: type[forms.Form],
    said: str,
) -> HttpResponse:
    """Carry out one step; what stands in its way is shown on the demo's page, beside what was typed."""
    found = showing.found_by(request, slug)
    authorize(request.user, f"demos.{right}_demo", found)
    form = form_class(request.POST)
    if done := carry_out(form, verb, found, by=request.user):
        messages.success(request, said.format(done.meeting))
        return redirect(done)
    context: dict[str, Any] = showing.about(found, request.user) | {"trouble": form}
    return render(request, "demos/demo_detail.html", context, status=status_of(form))
