"""One question for every door: may this person do this to that?"""

from typing import Any

from django.core.exceptions import PermissionDenied
from rules import has_perm


def may(user: Any, verb: str, obj: Any = None) -> bool:
    """Whether the rule named `app.verb` lets `user` act on `obj`; a rule may allow what needs no person."""
    if not user.is_authenticated:
        return bool(has_perm(verb, user, obj))
    return bool(user.has_perm(verb, obj))


def authorize(user: Any, verb: str, obj: Any = None) -> None:
    """Raise PermissionDenied (HTTP 403) unless the rule named `app.verb` allows it."""
    if not may(user, verb, obj):
        raise PermissionDenied(f"Your role does not allow this ({verb}).")
