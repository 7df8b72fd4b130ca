"""The HTML doors of activity: what happened, what I am told, what I follow."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hub.accounts.rules import is_platform_admin
from hub.activity import actions
from hub.activity.context import unread_of
from hub.activity.following import find_subject
from hub.activity.forms import PreferencesForm
from hub.activity.kinds import kinds
from hub.activity.models import Entry, Notification
from hub.activity.templatetags.activity import button_of
from hub.core.addresses import safe_next
from hub.core.pagination import paginate
from hub.core.permissions import authorize


# /activity/
@require_GET
def feed(request: HttpRequest) -> HttpResponse:
    """What happened, the newest first."""
    kind = request.GET.get("kind", "")
    entries = Entry.objects.visible_to(request.user).select_related("actor")
    if kind in kinds():
        entries = entries.filter(kind=kind)
    context = {"page": paginate(request, entries), "kinds": kinds(), "kind": kind}
    return render(request, "activity/feed.html", context)


# /notifications/
@login_required
@require_GET
def notifications(request: HttpRequest) -> HttpResponse:
    """What I am told, unread first."""
    rows = Notification.objects.of(request.user).select_related("entry__actor").unread_first()
    return render(request, "activity/notifications.html", {"page": paginate(request, rows)})


# /notifications/<pk>/
@login_required
@require_GET
def notification(request: HttpRequest, pk: int) -> HttpResponse:
    """Go to what a notification is about; it counts as read."""
    row = get_object_or_404(Notification.objects.of(request.user).select_related("entry"), pk=pk)
    actions.mark_read(Notification.objects.filter(pk=row.pk), by=request.user)  # type: ignore[arg-type]
    return redirect(row.entry.subject_url or "activity:notifications")


# /notifications/reading/
@login_required
@require_POST
def reading(request: HttpRequest) -> HttpResponse:
    """Mark one notification, or all, as read."""
    authorize(request.user, "activity.mark_read")
    rows = Notification.objects.of(request.user)
    if "id" in request.POST:
        key = request.POST["id"]
        rows = rows.filter(pk=int(key) if key.isdecimal() and len(key) < 19 else 0)
    count = actions.mark_read(rows, by=request.user)  # type: ignore[arg-type]
    if "id" not in request.POST:
        messages.success(request, f"Marked {count} as read." if count else "Everything was read already.")
    return redirect(safe_next(request, "/notifications/"))


# /profile/notifications/
@login_required
@require_http_methods(["GET", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """What I want to be told of, and how."""
    form = PreferencesForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST" and form.is_valid():
        authorize(request.user, "activity.prefer")
        actions.prefer_all(form.wishes(), by=request.user)  # type: ignore[arg-type]
        messages.success(request, "Saved. It holds from the next thing that happens.")
        return redirect("activity:preferences")
    return render(request, "activity/preferences.html", {"form": form})


# /follows/ and /follows/end/
@login_required
@require_POST
def follow(request: HttpRequest) -> HttpResponse:
    """Hear from now on what happens to a thing."""
    subject = _subject(request)
    actions.follow(subject, by=request.user)  # type: ignore[arg-type]
    return _answer(request, subject, f"You follow {subject} now.")


@login_required
@require_POST
def unfollow(request: HttpRequest) -> HttpResponse:
    """Hear no more of a thing."""
    subject = _subject(request)
    actions.unfollow(subject, by=request.user)  # type: ignore[arg-type]
    return _answer(request, subject, f"You no longer follow {subject}.")


def _subject(request: HttpRequest) -> Any:
    found = find_subject(request.POST.get("kind", ""), request.POST.get("id", ""), by=request.user)
    if found is None:
        raise Http404
    authorize(request.user, "activity.follow", found)
    return found


def _answer(request: HttpRequest, subject: Any, said: str) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return render(request, "activity/follow.html", button_of(request.user, subject))
    messages.success(request, said)
    return redirect(safe_next(request, subject.get_absolute_url()))


# /session.json
@cache_control(private=True, no_store=True)
@require_GET
def session(request: HttpRequest) -> JsonResponse:
    """Who is signed in, for the docs, which are the same files for everybody."""
    user: Any = request.user
    if not user.is_authenticated:
        return JsonResponse({"signed_in": False})
    return JsonResponse(
        {
            "signed_in": True,
            "name": user.name,
            "initials": user.initials,
            "url": user.get_absolute_url(),
            "unread": unread_of(user),
            "admin": is_platform_admin(user),
        }
    )
