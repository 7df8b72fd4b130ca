"""The HTML doors of webhooks, for platform admins: where what happens is sent, and how it went."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hub.activity import hooks
from hub.activity.forms import WebhookForm
from hub.activity.models import Webhook
from hub.core.errors import Refused
from hub.core.forms import carry_out, status_of
from hub.core.pagination import paginate
from hub.core.permissions import authorize


def _managed(request: HttpRequest, pk: int) -> Webhook:
    authorize(request.user, "activity.manage_webhooks")
    return get_object_or_404(Webhook.objects.visible_to(request.user), pk=pk)


# /profile/webhooks/
@login_required
@require_GET
def webhooks(request: HttpRequest) -> HttpResponse:
    """Every webhook, and how its last message went."""
    authorize(request.user, "activity.manage_webhooks")
    return render(
        request, "activity/webhooks.html", {"webhooks": Webhook.objects.select_related("created_by")}
    )


# /profile/webhooks/new/
@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Make a webhook; its secret is on this one page and nowhere else."""
    authorize(request.user, "activity.manage_webhooks")
    form = WebhookForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and (made := carry_out(form, hooks.make_webhook, by=request.user)):
        return _told(request, *made)
    return render(request, "activity/webhook_new.html", {"form": form}, status=status_of(form))


def _told(request: HttpRequest, webhook: Webhook, secret: str) -> HttpResponse:
    return render(request, "activity/webhook_secret.html", {"webhook": webhook, "secret": secret}, status=201)


# /profile/webhooks/<pk>/
@login_required
@require_http_methods(["GET", "POST"])
def webhook(request: HttpRequest, pk: int) -> HttpResponse:
    """One webhook: what it is sent, how that went, and changing it."""
    row = _managed(request, pk)
    form = WebhookForm(request.POST if request.method == "POST" else None, instance=row)
    if request.method == "POST" and carry_out(form, hooks.edit_webhook, row, by=request.user) is not None:
        messages.success(request, "Saved.")
        return redirect(row)
    log = paginate(request, row.deliveries.select_related("entry"))
    about = {"webhook": row, "form": form, "page": log, "now": timezone.now()}
    return render(request, "activity/webhook.html", about, status=status_of(form))


# /profile/webhooks/<pk>/secret/
@login_required
@never_cache
@require_POST
def secret(request: HttpRequest, pk: int) -> HttpResponse:
    """Give it another secret, shown once."""
    row = _managed(request, pk)
    return _told(request, row, hooks.renew_secret(row, by=request.user))  # type: ignore[arg-type]


# /profile/webhooks/<pk>/ping/
@login_required
@require_POST
def ping(request: HttpRequest, pk: int) -> HttpResponse:
    """Try whether a message arrives."""
    row = _managed(request, pk)
    return _said(
        request, row, hooks.ping_webhook, row, "A ping is on its way. How it went stands below in a moment."
    )


# /profile/webhooks/<pk>/deliveries/<delivery>/
@login_required
@require_POST
def again(request: HttpRequest, pk: int, delivery: int) -> HttpResponse:
    """Send one message again."""
    row = _managed(request, pk)
    sent = get_object_or_404(row.deliveries.select_related("webhook"), pk=delivery)
    return _said(request, row, hooks.send_again, sent, "It is sent again, with the same id.")


def _said(request: HttpRequest, row: Webhook, verb: Any, subject: Any, words: str) -> HttpResponse:
    try:
        verb(subject, by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.reason)
    else:
        messages.success(request, words)
    return redirect(row)


# /profile/webhooks/<pk>/removal/
@login_required
@require_POST
def removal(request: HttpRequest, pk: int) -> HttpResponse:
    """Send nothing there any more."""
    row = _managed(request, pk)
    hooks.remove_webhook(row, by=request.user)  # type: ignore[arg-type]
    messages.success(request, f"Removed. Nothing is sent to “{row}” any more.")
    return redirect("activity:webhooks")
