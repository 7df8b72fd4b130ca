"""Who looks after a recording: its owner, those who lead its group, the platform team."""

from __future__ import annotations

from typing import Any

from rules import add_perm, predicate

from hub.accounts.rules import is_platform_admin, is_signed_in
from hub.recordings.models import Recording
from hub.sigs.rules import leads_group


@predicate
def owns_recording(user: Any, recording: Recording | None) -> bool:
    """Answers for the recording."""
    return recording is not None and user.is_authenticated and recording.owner_id == user.pk


@predicate
def leads_its_group(user: Any, recording: Recording | None) -> bool:
    """Chair or tech lead of the group it was made in or for."""
    if recording is None or not user.is_authenticated:
        return False
    series = recording.meeting.series if recording.meeting else None
    groups = [recording.group, getattr(series, "group", None)]
    return any(leads_group(user, group) for group in groups if group)


@predicate
def nothing_is_cut(_user: Any, recording: Recording | None) -> bool:
    """No span of it was taken out."""
    return recording is not None and not recording.cuts.exists()


add_perm("recordings.add_recording", is_signed_in)
add_perm("recordings.look_after", owns_recording | leads_its_group | is_platform_admin)
add_perm("recordings.cut", owns_recording | is_platform_admin)
# What was cut is in the original still: then it is for the platform team alone.
add_perm("recordings.see_original", (owns_recording & nothing_is_cut) | is_platform_admin)
