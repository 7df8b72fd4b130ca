"""Who may propose a demo and for which team, who answers proposals, and who may wish for what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils import timezone
from rules import add_perm, predicate

from hub.accounts.models import Team, User
from hub.accounts.rules import is_platform_admin, is_signed_in

if TYPE_CHECKING:
    from hub.demos.models import Demo


def teams_to_show_for(user: User) -> QuerySet[Team]:
    """The teams in whose name a person may propose: their own of today; for platform admins, any."""
    return Team.objects.all() if is_platform_admin(user) else user.teams_on(timezone.localdate())


@predicate
def presents(user: Any, demo: Demo | None) -> bool:
    """One of those who present the demo, or who proposed it."""
    if demo is None or not user.is_authenticated:
        return False
    return demo.proposed_by_id == user.pk or demo.presenters.filter(pk=user.pk).exists()


@predicate
def leads_its_series(user: Any, demo: Demo | None) -> bool:
    """Chair or tech lead of the group whose meeting it is planned for."""
    series = demo and (demo.series or (demo.meeting and demo.meeting.series))
    if not series or series.group_id is None or not user.is_authenticated:
        return False
    led = user.terms.on(timezone.localdate()).leading()
    return bool(led.filter(group=series.group_id).exists())


@predicate
def is_withdrawn(_user: Any, demo: Demo | None) -> bool:
    """Its presenters took it back: they, and nobody else, may offer it again."""
    return demo is not None and demo.state == "withdrawn"


@predicate
def is_declined(_user: Any, demo: Demo | None) -> bool:
    """It was answered with no: who answers may think again."""
    return demo is not None and demo.state == "declined"


decides = leads_its_series | is_platform_admin
add_perm("demos.propose_demo", is_signed_in)
add_perm("demos.edit_demo", presents | is_platform_admin)
add_perm("demos.decide_demo", decides)
add_perm("demos.withdraw_demo", presents | is_platform_admin)
add_perm("demos.reopen_demo", (presents & ~is_declined) | (decides & ~is_withdrawn) | is_platform_admin)
# Wishes: anybody who is signed in; what is off the list, the platform team says.
add_perm("demos.make_wish", is_signed_in)
add_perm("demos.support_wish", is_signed_in)
add_perm("demos.close_wish", is_platform_admin)
add_perm("demos.forget_miss", is_platform_admin)
add_perm("demos.see_misses", is_signed_in)
