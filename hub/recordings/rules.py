"""Who looks after a recording: its owner, those who lead its group, the platform team; and who speaks in it."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from rules import add_perm, predicate

from hub.accounts.rules import is_platform_admin, is_signed_in
from hub.recordings.models import Recording, TimedNote
from hub.sigs.models import Group, Term
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
def speaks_in_recording(user: Any, recording: Recording | None) -> bool:
    """Was asked for a sign-off, or presents a demo that it shows."""
    if recording is None or not user.is_authenticated:
        return False
    asked = recording.sign_offs.filter(user=user).exists()
    return bool(asked or recording.segments.filter(demo__presenters=user).exists())


looks_after = owns_recording | leads_its_group | is_platform_admin


@predicate
def wrote_note(user: Any, note: TimedNote | None) -> bool:
    """Wrote the note."""
    return note is not None and note.user_id == user.pk


@predicate
def looks_after_shared_note(user: Any, note: TimedNote | None) -> bool:
    """Looks after the recording beside which a shared note stands."""
    if note is None or not note.shared:
        return False
    return bool(looks_after(user, note.recording))


@predicate
def nothing_is_cut(_user: Any, recording: Recording | None) -> bool:
    """No span of it was taken out."""
    return recording is not None and not recording.cuts.exists()


add_perm("recordings.look_after", looks_after)
add_perm("recordings.publish", looks_after)
add_perm("recordings.publish_anyway", is_platform_admin)
add_perm("recordings.retire", looks_after)
add_perm("recordings.take_back", is_platform_admin)
add_perm("recordings.sign_off", is_signed_in & speaks_in_recording)

add_perm("recordings.keep_place", is_signed_in)
add_perm("recordings.write_note", is_signed_in)
add_perm("recordings.remove_note", is_signed_in & (wrote_note | looks_after_shared_note))
add_perm("recordings.edit_segments", is_signed_in & (looks_after | speaks_in_recording))

add_perm("recordings.add_recording", is_signed_in)
add_perm("recordings.cut", owns_recording | is_platform_admin)
# What was cut is in the original still: then it is for the platform team alone.
add_perm("recordings.see_original", (owns_recording & nothing_is_cut) | is_platform_admin)


def groups_to_show_to(user: Any, recording: Recording) -> QuerySet[Group]:
    """The groups it can be meant for: those the person is in; for platform admins any."""
    if is_platform_admin(user):
        return Group.objects.all()
    terms = user.terms.on(timezone.localdate()).in_office()
    return Group.objects.filter(pk__in=[*terms.values_list("group", flat=True), recording.group_id or 0])


# --- words ----------------------------------------------------------------------------------------
def words_to_edit(user: Any) -> QuerySet[Recording]:
    """The recordings whose captions this person may write: their own, those of groups they lead; admins, all."""
    seen = Recording.objects.visible_to(user)
    if not user.is_authenticated:
        return seen.none()
    if user.is_platform_admin:
        return seen
    led: QuerySet[Term, Any] = (
        Term.objects.on(timezone.localdate()).leading().filter(user=user).values("group")
    )
    return seen.filter(Q(owner=user) | Q(group__in=led) | Q(meeting__series__group__in=led))


@predicate
def answers_for_its_words(user: Any, recording: Recording | None) -> bool:
    """May write the captions of this recording."""
    return recording is not None and words_to_edit(user).filter(pk=recording.pk).exists()


add_perm("recordings.edit_words", answers_for_its_words)
