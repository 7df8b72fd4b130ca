"""Who may do what with recordings, and the predicates that their rules build on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils import timezone
from rules import add_perm, predicate

from hub.accounts.rules import is_platform_admin, is_signed_in
from hub.sigs.models import Group
from hub.sigs.rules import leads_group

if TYPE_CHECKING:
    from hub.recordings.models import Recording


@predicate
def owns_recording(user: Any, recording: Recording | None) -> bool:
    """The person who answers for it."""
    return recording is not None and recording.owner_id is not None and recording.owner_id == user.pk


@predicate
def leads_group_of_recording(user: Any, recording: Recording | None) -> bool:
    """Chair or tech lead of the group it is meant for, or whose meeting it is of."""
    if recording is None:
        return False
    series = recording.meeting.series.group if recording.meeting else None
    return bool(leads_group(user, recording.group) or leads_group(user, series))


@predicate
def speaks_in_recording(user: Any, recording: Recording | None) -> bool:
    """Was asked for a sign-off, or presents a demo that it shows."""
    if recording is None or not user.is_authenticated:
        return False
    asked = recording.sign_offs.filter(user=user).exists()
    return bool(asked or recording.segments.filter(demo__presenters=user).exists())


answers_for_recording = owns_recording | leads_group_of_recording | is_platform_admin

add_perm("recordings.care_for", is_signed_in & answers_for_recording)
add_perm("recordings.publish", is_signed_in & answers_for_recording)
add_perm("recordings.retire", is_signed_in & answers_for_recording)
add_perm("recordings.publish_anyway", is_platform_admin)
add_perm("recordings.take_back", is_platform_admin)
add_perm("recordings.sign_off", is_signed_in & speaks_in_recording)


def groups_to_show_to(user: Any, recording: Recording) -> QuerySet[Group]:
    """The groups it can be meant for: those the person is in; for platform admins any."""
    if is_platform_admin(user):
        return Group.objects.all()
    terms = user.terms.on(timezone.localdate()).in_office()
    return Group.objects.filter(pk__in=[*terms.values_list("group", flat=True), recording.group_id or 0])
