"""What the header of every page shows of somebody's notifications."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from hub.activity.models import Notification

MOST = 100  # the header says "99+" beyond


def unread(request: HttpRequest) -> dict[str, object]:
    """How many notifications the visitor has not read; asked only when a template shows it."""
    return {"unread": SimpleLazyObject(lambda: unread_of(request.user))}


def unread_of(user: object) -> int:
    """At most MOST, so that a long absence costs no more than a short one."""
    if not getattr(user, "is_authenticated", False):
        return 0
    return Notification.objects.of(user).unread().order_by()[:MOST].count()
