"""The wish list: please show how this is done."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hub.core.forms import carry_out, status_of
from hub.core.pagination import paginate
from hub.core.permissions import authorize
from hub.demos import actions, gaps
from hub.demos.life_forms import CloseForm, PlainForm, WishForm
from hub.demos.models import Miss, Wish
from hub.demos.similar import similar_wishes

FOLDED = {"taken": "-made_at", "shown": "-made_at", "closed": "-made_at"}


# /community/demos/wishes/
@require_GET
def wishes(request: HttpRequest) -> HttpResponse:
    """What people would like to see, the most wanted first, and where demos are missing."""
    state = request.GET.get("state", "")
    rows = (
        Wish.objects.visible_to(request.user)
        .with_mine(request.user)
        .select_related("service", "demo", "made_by")
    )
    rows = rows.filter(state=state).order_by(FOLDED[state], "-pk") if state in FOLDED else rows.open()
    context = {
        "page": paginate(request, rows),
        "state": state if state in FOLDED else "open",
        "states": Wish.State.choices,
        "gaps": gaps.gaps_for(request.user, timezone.localdate()),
    }
    return render(request, "demos/wish_list.html", context)


# /community/demos/wishes/new/
@login_required
@require_http_methods(["GET", "POST"])
def new_wish(request: HttpRequest) -> HttpResponse:
    """Wish for a demo; what is similar is shown first, so that wishes meet."""
    authorize(request.user, "demos.make_wish")
    begun = {"title": request.GET.get("title", "")[:200], "service": request.GET.get("service", "")[:100]}
    form = WishForm(request.POST if request.method == "POST" else None, initial=begun)
    similar = similar_wishes(str(form["title"].value() or ""))
    ready = request.method == "POST" and ("confirmed" in request.POST or not similar)
    if ready and (made := carry_out(form, actions.make_wish, by=request.user)):
        messages.success(request, "It is on the list. You hear when somebody shows it.")
        return redirect(made)
    asking = request.method == "POST" and not ready and form.is_valid()
    context = {"form": form, "similar": similar, "asking": asking}
    return render(request, "demos/wish_form.html", context, status=status_of(form))


# /community/demos/wishes/<wish>/
@require_GET
def wish(request: HttpRequest, pk: int) -> HttpResponse:
    """One wish: what for, who else wishes for it, and what became of it."""
    return render(request, "demos/wish_detail.html", _about(_found(request, pk)))


# /community/demos/wishes/<wish>/support/
@login_required
@require_POST
def support(request: HttpRequest, pk: int) -> HttpResponse:
    """Wish for it too."""
    return _act(
        request, pk, "support_wish", actions.join_wish, PlainForm, "Noted. You hear when somebody shows it."
    )


# /community/demos/wishes/<wish>/support/withdrawal/
@login_required
@require_POST
def withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    """No longer wish for it."""
    return _act(request, pk, "support_wish", actions.leave_wish, PlainForm, "Withdrawn.")


# /community/demos/wishes/<wish>/closing/
@login_required
@require_POST
def closing(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it off the list, and say why."""
    return _act(
        request,
        pk,
        "close_wish",
        actions.close_wish,
        CloseForm,
        "It is off the list. Who wanted it is told.",
    )


# /community/demos/wishes/misses/<miss>/removal/
@login_required
@require_POST
def forgetting(request: HttpRequest, pk: int) -> HttpResponse:
    """Strike words that were searched for off the list."""
    authorize(request.user, "demos.forget_miss")
    actions.forget_miss(get_object_or_404(Miss, pk=pk))
    messages.success(request, "Struck off. If people search for it again, it comes back.")
    return redirect("demos:wishes")


def _found(request: HttpRequest, pk: int) -> Wish:
    rows = Wish.objects.visible_to(request.user).with_mine(request.user)
    return get_object_or_404(rows.select_related("service", "demo", "made_by"), pk=pk)


def _about(found: Wish) -> dict[str, Any]:
    voices = found.said.select_related("user").order_by("at", "pk")
    return {"wish": found, "people": [voice.user for voice in voices[:60]], "form": CloseForm()}


def _act(
    request: HttpRequest,
    pk: int,
    right: str,
    verb: Callable[..., Wish],
    form_class: type[forms.Form],
    said: str,
) -> HttpResponse:
    """Carry it out and go back to where the button was."""
    found = _found(request, pk)
    authorize(request.user, f"demos.{right}", found)
    form = form_class(request.POST)
    if carry_out(form, verb, found, by=request.user):
        messages.success(request, said)
        return redirect("demos:wishes" if "list" in request.POST else found)
    return render(request, "demos/wish_detail.html", _about(found) | {"form": form}, status=status_of(form))
