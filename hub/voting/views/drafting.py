"""Drafting a decision, editing the draft, and opening it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from hub.core.forms import carry_out, status_of
from hub.core.permissions import authorize
from hub.voting import actions
from hub.voting.forms.acts import AnnouncementForm
from hub.voting.forms.drafting import (
    DecisionForm,
    OpeningForm,
    OptionRows,
    as_typed,
    groups_of,
    options_of,
    usual_close,
)
from hub.voting.linting.plan import problems
from hub.voting.models import Decision
from hub.voting.pages import showing


# /community/decisions/new/
@login_required
@require_http_methods(["GET", "POST"])
def new_decision(request: HttpRequest) -> HttpResponse:
    """Draft a question with its options and rules."""
    by: Any = request.user
    if not groups_of(by).exists():
        raise PermissionDenied("People draft decisions for a group they are in. Join one first.")
    form = DecisionForm(_typed(request), by=by, initial=request.GET.dict())
    rows = OptionRows(_typed(request), prefix="options")
    if _is_sent(request, rows) and (made := _drafted(form, rows, by)):
        messages.success(request, "Drafted. Check it once more, then open the vote.")
        return redirect(made)
    return _draft_page(request, form, rows)


def _drafted(form: DecisionForm, rows: Any, by: Any) -> Decision | None:
    if form.is_valid():
        authorize(by, "voting.draft_decision", form.cleaned_data["group"])
    return carry_out(form, actions.draft_decision, options=options_of(rows), by=by)


# /community/decisions/<slug>/edit/
@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change a draft; nothing of it is settled before the opening."""
    by: Any = request.user
    found = showing.find(by, slug)
    authorize(by, "voting.edit_decision", found)
    form = DecisionForm(_typed(request), by=by, draft=found, initial=as_typed(found))
    options = list(found.options.filter(person=None).values("name", "text", "status_quo"))
    rows = OptionRows(_typed(request), prefix="options", initial=options)
    sent = _is_sent(request, rows)
    if sent and (saved := carry_out(form, actions.edit_decision, found, options=options_of(rows), by=by)):
        messages.success(request, "Saved.")
        return redirect(saved)
    return _draft_page(request, form, rows, found)


def _typed(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _is_sent(request: HttpRequest, rows: Any) -> bool:
    """Sent to be kept, not only to get more rows for options."""
    return request.method == "POST" and "more" not in request.POST and rows.is_valid()


def _draft_page(
    request: HttpRequest, form: DecisionForm, rows: Any, found: Decision | None = None
) -> HttpResponse:
    asked_for_more = "more" in request.POST
    if asked_for_more:
        rows = _with_more(request, rows)
    status = 200 if asked_for_more else 422 if rows.is_bound and not rows.is_valid() else status_of(form)
    context = {"form": form, "rows": rows, "decision": found, "quiet": asked_for_more}
    return render(request, "voting/draft_form.html", context, status=status)


def _with_more(request: HttpRequest, rows: Any) -> Any:
    """The options as typed, with three more rows."""
    count = min(int(rows.total_form_count()), OptionRows.max_num)
    fields = ("name", "text", "status_quo")
    typed = [{name: request.POST.get(f"options-{n}-{name}") for name in fields} for n in range(count)]
    return OptionRows(prefix="options", initial=[row for row in typed if any(row.values())])


# /community/decisions/<slug>/opening/
@login_required
@require_http_methods(["GET", "POST"])
def opening(request: HttpRequest, slug: str) -> HttpResponse:
    """What would make the vote go wrong, until when it is open, and the button that opens it."""
    found, now = showing.find(request.user, slug), timezone.now()
    authorize(request.user, "voting.open_decision", found)
    close = found.closes_at or usual_close(found.minimum_hours, now)
    form = OpeningForm(_typed(request), initial={"closes_at": close})
    if request.method == "POST" and (
        opened := carry_out(form, actions.open_decision, found, by=request.user)
    ):
        messages.success(request, "The vote is open. Everybody who may vote is told.")
        return redirect(opened)
    until = form.cleaned_data.get("closes_at", close) if form.is_bound else close
    said = problems(found, now, until) if found.state == Decision.State.DRAFT else []
    context = {"decision": found, "form": form, "problems": said, **showing.words(found)}
    context["stopped"] = any(problem.level == "stop" for problem in said)
    return render(request, "voting/opening.html", context, status=status_of(form))


# /community/decisions/<slug>/announcement/
@login_required
@require_http_methods(["GET", "POST"])
def announcement(request: HttpRequest, slug: str) -> HttpResponse:
    """Announce an election: from now on people can be nominated."""
    found = showing.find(request.user, slug)
    authorize(request.user, "voting.announce_election", found)
    if found.purpose != Decision.Purpose.ELECTION:
        raise Http404
    week = {"nominations_until": found.nominations_until or usual_close(0, timezone.now())}
    form = AnnouncementForm(_typed(request), initial=week)
    sent = request.method == "POST"
    if sent and (announced := carry_out(form, actions.announce_election, found, by=request.user)):
        messages.success(request, "Announced. The group is told that people can be nominated.")
        return redirect(announced)
    return render(
        request, "voting/announcement.html", {"decision": found, "form": form}, status=status_of(form)
    )
