"""Who may propose a demo, and for which team."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone
from rules import add_perm

from hub.accounts.models import Team, User
from hub.accounts.rules import is_platform_admin, is_signed_in


def teams_to_show_for(user: User) -> QuerySet[Team]:
    """The teams in whose name a person may propose: their own of today; for platform admins, any."""
    return Team.objects.all() if is_platform_admin(user) else user.teams_on(timezone.localdate())


add_perm("demos.propose_demo", is_signed_in)
