"""Who may do what with recordings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from rules import add_perm, predicate

from hub.recordings.models import Recording
from hub.sigs.models import Term

if TYPE_CHECKING:
    from hub.recordings.models import RecordingQuerySet


# --- words ----------------------------------------------------------------------------------------
def words_to_edit(user: Any) -> RecordingQuerySet:
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
