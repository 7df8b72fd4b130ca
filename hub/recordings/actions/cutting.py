"""Take a span out of a recording: at once nobody sees or hears it, and a card stands in its place soon after."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction

from hub.accounts.models import User
from hub.core.errors import Refused
from hub.core.permissions import authorize
from hub.recordings.actions.processing import enlist
from hub.recordings.actions.uploading import adopt_old_file
from hub.recordings.media.checking import LONGEST_S
from hub.recordings.media.steps import MADE
from hub.recordings.media.store import remove
from hub.recordings.media.telling import note
from hub.recordings.models import Cut, Job, MediaFile, Recording, clock
from hub.recordings.words import keeping

MOST = 100


@transaction.atomic
def add_cut(recording: Recording, *, by: User, starts_ms: int, ends_ms: int, reason: str = "") -> Cut:
    """Cut a span. What was published is not served from this moment; it is made anew with a card over the span."""
    authorize(by, "recordings.cut", recording)
    row = Recording.objects.select_for_update().get(pk=recording.pk)
    if ends_ms <= starts_ms:
        raise ValidationError({"ends_ms": "It ends before it begins."})
    if ends_ms > LONGEST_S * 1000:
        raise ValidationError({"ends_ms": "No recording is longer than 24 hours."})
    if row.seconds and starts_ms >= row.seconds * 1000:
        raise ValidationError(
            {"starts_ms": f"The recording is {clock(row.seconds)} long; this is behind its end."}
        )
    if row.cuts.count() >= MOST:
        raise Refused(f"There are {MOST} cuts already. Hand in another file instead.", "too_many_cuts")
    to_make = _has_original(
        row
    )  # asked before the cut: what was put there by hand counts until something is cut
    cut = Cut.objects.create(
        recording=row, starts_ms=starts_ms, ends_ms=ends_ms, reason=reason.strip(), by=by
    )
    keeping.index_recording(row)
    if to_make:
        _make_anew(row)
    note("recordings.cut_added", row, "cut something out of {title}", by=by)
    return cut


@transaction.atomic
def remove_cut(cut: Cut, *, by: User) -> None:
    """Take a cut back: the span is shown again once the video has been made anew."""
    authorize(by, "recordings.cut", cut.recording)
    row = Recording.objects.select_for_update().get(pk=cut.recording_id)
    if not Cut.objects.filter(pk=cut.pk).delete()[0]:
        raise Refused("It was taken back already.", "gone")
    keeping.index_recording(row)
    if _has_original(row):
        _make_anew(row)
    note("recordings.cut_removed", row, "took back a cut of {title}", by=by)


def _make_anew(recording: Recording) -> None:
    """Forget what was made, and queue it. A run that is under way finds its job gone and keeps nothing."""
    enlist(recording, MADE)
    old = MediaFile.objects.filter(recording=recording).exclude(kind=MediaFile.Kind.ORIGINAL)
    for name in list(old.values_list("name", flat=True)):
        transaction.on_commit(lambda name=name: remove(name))  # type: ignore[misc]
    old.delete()


def _has_original(recording: Recording) -> bool:
    """Whether there is something to make it of; a video without an original becomes one, and is for admins alone."""
    files = MediaFile.objects.filter(recording=recording)
    if files.filter(kind=MediaFile.Kind.ORIGINAL).exists():
        return True
    found = files.filter(kind__in=(MediaFile.Kind.VIDEO, MediaFile.Kind.AUDIO)).order_by("-kind").first()
    if found is None:
        return adopt_old_file(recording)
    found.kind = MediaFile.Kind.ORIGINAL
    found.save(update_fields=["kind"])
    Job.objects.filter(recording=recording).delete()
    return True
