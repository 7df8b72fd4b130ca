"""What follows from rows that went in: the minutes that hold, and words that nobody finds any more."""

from __future__ import annotations

from django.db.models import F, OuterRef, Subquery

from hub.exchange.report import SourceReport
from hub.exchange.rows import Batch
from hub.meetings.models import Meeting, Revision
from hub.recordings.models import Recording
from hub.recordings.words import keeping


def settle(batch: Batch, outcome: SourceReport) -> None:
    """Bring the rest in line with the rows of a source."""
    if batch.rows["revision"]:
        hold_last_minutes()
    made = outcome.counts.get("cut")
    if made and made["created"]:
        names = {row.links["recording"][0] for row in batch.rows["cut"]}
        for recording in Recording.objects.filter(slug__in=names):
            keeping.index_recording(recording)


def hold_last_minutes() -> None:
    """The last revision of a meeting's minutes is the one that holds."""
    last = Revision.objects.filter(meeting=OuterRef("pk")).order_by("-number")
    rows = Meeting.objects.annotate(last=Subquery(last.values("text")[:1]))
    rows.exclude(last=None).exclude(last=F("notes")).update(notes=Subquery(last.values("text")[:1]))
