"""Who may announce work, and who sees how a target is asked."""

from typing import Any

from rules import add_perm, predicate


@predicate
def runs_the_platform(user: Any) -> bool:
    """Member of the platform team."""
    return bool(user.is_authenticated and user.is_platform_admin)


add_perm("status.announce_maintenance", runs_the_platform)
add_perm("status.see_probing", runs_the_platform)
