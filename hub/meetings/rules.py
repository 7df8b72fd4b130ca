"""Who may do what with meetings: leads for the series of their group, the platform team for all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rules import add_perm, predicate

from hub.accounts.rules import is_platform_admin, is_signed_in
from hub.sigs.rules import leads_any_group, leads_group

if TYPE_CHECKING:
    from hub.meetings.models import Series


@predicate
def leads_its_group(user: Any, series: Series | None) -> bool:
    """Leads the group that holds the series."""
    return series is not None and bool(leads_group(user, series.group))


# of a series that no group holds, and of a group: who makes a series there
add_perm("meetings.make_series", leads_group | is_platform_admin)
add_perm("meetings.make_some_series", leads_any_group | is_platform_admin)
add_perm("meetings.edit_series", leads_its_group | is_platform_admin)
add_perm("meetings.keep_calendar", is_signed_in)
