"""The HTML doors of taking part: join, leave, give a role, end a term."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from hub.core.forms import carry_out, status_of
from hub.core.permissions import authorize
from hub.sigs import actions
from hub.sigs.forms.terms import EndTermForm, LeaveForm, TermForm
from hub.sigs.models import Group, Term


def _group(request: HttpRequest, slug: str) -> Group:
    return get_object_or_404(Group.objects.visible_to(request.user), slug=slug)


# /community/groups/<slug>/join/
@login_required
@require_POST
def join(request: HttpRequest, slug: str) -> HttpResponse:
    """Take part in a group."""
    group = _group(request, slug)
    authorize(request.user, "sigs.join_group", group)
    actions.join_group(group, by=request.user)  # type: ignore[arg-type]
    messages.success(
        request, f"You are in {group}. You hear what it asks, and may vote on what opens from now on."
    )
    return redirect(group)


# /community/groups/<slug>/leave/
@login_required
@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    """Take part no longer; refused for the last lead until they say that it is meant."""
    group = _group(request, slug)
    authorize(request.user, "sigs.leave_group", group)
    form = LeaveForm(request.POST if request.method == "POST" else None)
    if form.is_bound:
        carry_out(form, actions.leave_group, group, by=request.user)
        if form.is_valid():
            messages.success(request, f"You left {group}. What you did in it stays.")
            return redirect(group)
    return render(request, "sigs/leave.html", {"form": form, "group": group}, status=status_of(form))


# /community/groups/<slug>/terms/new/
@login_required
@require_http_methods(["GET", "POST"])
def new_term(request: HttpRequest, slug: str) -> HttpResponse:
    """Give somebody a role in the group."""
    group = _group(request, slug)
    authorize(request.user, "sigs.appoint", group)
    form = TermForm(request.POST if request.method == "POST" else None, user=request.user, group=group)
    if form.is_bound and form.is_valid() and form.cleaned_data["role"] == Term.Role.CHAIR:
        authorize(request.user, "sigs.appoint_chair", group)
    if form.is_bound and (term := carry_out(form, actions.appoint, group, by=request.user)):
        messages.success(request, f"{term.user} is {term.get_role_display().lower()} of {group}.")
        return redirect(group)
    today = group.terms.on(timezone.localdate()).in_office().select_related("user")
    people = sorted({term.user for term in today}, key=lambda person: person.name)
    context = {"form": form, "group": group, "people": people}
    return render(request, "sigs/term_form.html", context, status=status_of(form))


# /community/groups/<slug>/terms/<key>/end/
@login_required
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, slug: str, key: int) -> HttpResponse:
    """End somebody's term."""
    term = get_object_or_404(Term.objects.select_related("user", "group"), pk=key, group__slug=slug)
    authorize(request.user, "sigs.end_term", term)
    form = EndTermForm(request.POST if request.method == "POST" else None)
    if form.is_bound:
        carry_out(form, actions.end_term, term, by=request.user)
        if form.is_valid():
            messages.success(request, f"The term of {term.user} ends; they are told why.")
            return redirect(term.group)
    context = {"form": form, "term": term, "group": term.group}
    return render(request, "sigs/end_term.html", context, status=status_of(form))
