"""The own profile: who I am, where I belong, what I asked for, and the keys of my programs."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from hub.accounts import actions, tokens
from hub.accounts.forms import ProfileForm, TokenForm
from hub.accounts.models import ApiToken, User
from hub.core.forms import carry_out, status_of
from hub.core.permissions import authorize

SHOWN = 10  # proposals and supports on the profile; the roadmap has the others


# /profile/
@login_required
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """The profile, and saving name and address."""
    me = cast("User", request.user)
    form = ProfileForm(request.POST if request.method == "POST" else None, instance=me)
    if request.method == "POST":
        authorize(me, "accounts.edit_profile", me)
        if carry_out(form, actions.edit_profile, me, by=me):
            messages.success(request, "Saved.")
            return redirect("accounts:profile")
    return render(request, "accounts/profile.html", about(me) | {"form": form}, status=status_of(form))


def about(me: User) -> dict[str, Any]:
    """What the profile shows besides the form."""
    now = timezone.now()
    return {
        "memberships": me.memberships.select_related("team"),
        "terms": me.terms.select_related("group"),
        "proposals": me.proposed_items.all()[:SHOWN],
        "supports": me.supports.select_related("item").order_by("-changed_at")[:SHOWN],
        "tokens": ApiToken.objects.in_force(now).filter(user=me),
        "now": now,
    }


# /profile/tokens/
@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def new_token(request: HttpRequest) -> HttpResponse:
    """Make a token; the key is on this one page and nowhere else."""
    form = TokenForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        authorize(request.user, "accounts.issue_token")
        if made := carry_out(form, tokens.issue_token, by=request.user):
            token, key = made
            return render(request, "accounts/token_made.html", {"token": token, "key": key}, status=201)
    return render(request, "accounts/token_form.html", {"form": form}, status=status_of(form))


# /profile/tokens/<pk>/revocation/
@login_required
@require_POST
def revocation(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a token back."""
    token = get_object_or_404(ApiToken, pk=pk, user=request.user)
    authorize(request.user, "accounts.revoke_token", token)
    tokens.revoke_token(token, by=cast("User", request.user))
    messages.success(request, f"Revoked. Programs with the token “{token.name}” are locked out from now on.")
    return redirect("accounts:profile")
