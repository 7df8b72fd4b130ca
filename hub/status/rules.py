"""Who may announce work and run incidents, and who sees how a target is asked."""

from typing import Any

from django.utils import timezone
from rules import add_perm, predicate

from hub.accounts.rules import is_member_on, is_platform_admin
from hub.catalog.models import Service
from hub.status.models import Incident


@predicate
def runs_the_service(user: Any, thing: Incident | Service | None) -> bool:
    """A member of the team that runs the service, or one of those an incident touches; of any, to open one."""
    if not user.is_authenticated:
        return False
    if isinstance(thing, Service):
        return is_member_on(user, thing.owner_id)
    mine = Service.objects.filter(owner__in=user.teams_on(timezone.localdate()))
    return mine.filter(impacts__incident=thing).exists() if thing else mine.exists()


add_perm("status.announce_maintenance", is_platform_admin)
add_perm("status.see_probing", is_platform_admin)
add_perm("status.run_incidents", is_platform_admin | runs_the_service)
