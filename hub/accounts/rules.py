"""Who may do what with accounts, and the predicates about people that other rules build on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from rules import add_perm, predicate

if TYPE_CHECKING:
    from hub.accounts.models import ApiToken, User


@predicate
def is_signed_in(user: Any) -> bool:
    """Anyone who is signed in (and may be: `has_perm` already refuses people who left)."""
    return bool(user.is_authenticated)


@predicate
def is_platform_admin(user: Any) -> bool:
    """A member of the platform team with all rights."""
    return bool(getattr(user, "is_platform_admin", False))


@predicate
def is_self(user: Any, person: User | None) -> bool:
    """The person it is about."""
    return person is not None and user.pk == person.pk


@predicate
def owns_token(user: Any, token: ApiToken | None) -> bool:
    """The person the token acts for."""
    return token is not None and token.user_id == user.pk


def is_member_on(user: User, team_id: int | None) -> bool:
    """Whether the person is in that team today."""
    return team_id is not None and user.memberships.on(timezone.localdate()).filter(team=team_id).exists()


add_perm("accounts.edit_profile", is_self | is_platform_admin)
add_perm("accounts.issue_token", is_signed_in)
add_perm("accounts.revoke_token", owns_token | is_platform_admin)
