"""Who may do what with recordings, and the predicates that their rules build on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rules import add_perm, predicate

from hub.accounts.rules import is_platform_admin, is_signed_in
from hub.sigs.rules import leads_group

if TYPE_CHECKING:
    from hub.recordings.models import Recording, TimedNote


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


@predicate
def wrote_note(user: Any, note: TimedNote | None) -> bool:
    """Wrote the note."""
    return note is not None and note.user_id == user.pk


@predicate
def looks_after_shared_note(user: Any, note: TimedNote | None) -> bool:
    """Looks after the recording beside which a shared note stands."""
    if note is None or not note.shared:
        return False
    return bool(answers_for_recording(user, note.recording))


answers_for_recording = owns_recording | leads_group_of_recording | is_platform_admin

add_perm("recordings.keep_place", is_signed_in)
add_perm("recordings.write_note", is_signed_in)
add_perm("recordings.remove_note", is_signed_in & (wrote_note | looks_after_shared_note))
add_perm("recordings.edit_segments", is_signed_in & (answers_for_recording | speaks_in_recording))
