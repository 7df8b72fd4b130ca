"""Who may do what with meetings: leads for the series of their group, the platform team for all, and those who come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rules import add_perm, predicate

from hub.accounts.rules import is_platform_admin, is_signed_in
from hub.sigs.rules import leads_any_group, leads_group

if TYPE_CHECKING:
    from hub.meetings.models import AgendaItem, Meeting, Series


@predicate
def leads_its_group(user: Any, series: Series | None) -> bool:
    """Leads the group that holds the series."""
    return series is not None and bool(leads_group(user, series.group))


@predicate
def leads_where_it_meets(user: Any, meeting: Meeting | None) -> bool:
    """Leads the group whose series it is."""
    return meeting is not None and bool(leads_group(user, meeting.series.group))


@predicate
def presents_there(user: Any, meeting: Meeting | None) -> bool:
    """Leads one of its points."""
    if meeting is None or meeting.pk is None or not user.is_authenticated:
        return False
    return meeting.agenda_items.filter(presenter=user).exists()


@predicate
def brought_it(user: Any, point: AgendaItem | None) -> bool:
    """Added the point, or leads it."""
    return point is not None and user.pk is not None and user.pk in (point.added_by_id, point.presenter_id)


@predicate
def leads_where_it_is(user: Any, point: AgendaItem | None) -> bool:
    """Leads the group in whose series the point is."""
    return point is not None and bool(leads_group(user, point.series.group))


# of a series that no group holds, and of a group: who makes a series there
add_perm("meetings.make_series", leads_group | is_platform_admin)
add_perm("meetings.make_some_series", leads_any_group | is_platform_admin)
add_perm("meetings.edit_series", leads_its_group | is_platform_admin)
add_perm("meetings.keep_calendar", is_signed_in)
add_perm("meetings.add_point", is_signed_in)
add_perm("meetings.edit_point", is_signed_in & (brought_it | leads_where_it_is | is_platform_admin))
add_perm("meetings.run_meeting", leads_where_it_meets | presents_there | is_platform_admin)
add_perm("meetings.write_minutes", is_signed_in)
add_perm("meetings.attend", is_signed_in)
add_perm("meetings.tick_others", leads_where_it_meets | is_platform_admin)
