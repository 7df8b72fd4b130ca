"""Recordings of demos and talks, and the spans of them that show one thing."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery
from django.db import models
from django.db.models import Case, F, Q, When
from django.utils import timezone

from hub.core import limits
from hub.core.fulltext import Document, Finds
from hub.demos.models import Demo
from hub.meetings.models import Meeting


def clock(seconds: int | None) -> str:
    """A length or moment as players show it: 4:05, 1:02:03."""
    minutes, rest = divmod(seconds or 0, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


class RecordingQuerySet(models.QuerySet["Recording"]):
    def visible_to(self, user: Any) -> RecordingQuerySet:
        """Public recordings for all; internal ones for people who are signed in."""
        return self if user.is_authenticated else self.filter(public=True)

    def chosen(self, asked: dict[str, Any]) -> RecordingQuerySet:
        """Recordings of an event, a year, a speaker, with a tag, made `since`, with words (`q`)."""
        lookups = {
            "event": "event",
            "year": "recorded_on__year",
            "speaker": "speakers__contains",
            "tag": "tags__contains",
        }
        found = self
        for name, lookup in lookups.items():
            if name in asked:
                found = found.filter(**{lookup: [asked[name]] if name in ("speaker", "tag") else asked[name]})
        if since := asked.get("since"):
            found = found.filter(recorded_on__gte=since, recorded_on__lte=timezone.localdate())
        if words := asked.get("q"):
            query = SearchQuery(words, search_type="websearch", config="english")
            found = found.filter(Q(Finds(Document(), query)) | Q(title__icontains=words))
        return found

    def events(self) -> list[str]:
        """Every event that something was recorded at, by name."""
        names = self.exclude(event="").order_by("event").values_list("event", flat=True)
        return list(names.distinct())

    def years(self) -> list[int]:
        """Every year that something was recorded in, the latest first."""
        return [
            day.year for day in self.exclude(recorded_on=None).order_by().dates("recorded_on", "year", "DESC")
        ]

    def related_to(self, recording: Recording) -> RecordingQuerySet:
        """Other recordings of the same speakers, or else of the same event, the nearest in time first."""
        others = self.exclude(pk=recording.pk)
        near = Q(speakers__overlap=recording.speakers) if recording.speakers else Q(pk=None)
        if recording.event:
            near |= Q(event=recording.event)
        same = Case(When(speakers__overlap=recording.speakers or [""], then=0), default=1)
        return others.filter(near).order_by(same, F("recorded_on").desc(nulls_last=True), "title", "pk")


class Recording(models.Model):
    """A recorded meeting or talk; the media may lie elsewhere (`video_url`)."""

    slug = models.SlugField(max_length=limits.SLUG, unique=True, help_text="Name in addresses.")
    title = models.CharField(max_length=limits.LINE, help_text="Title shown to people.")
    description = models.TextField(
        blank=True, validators=[limits.text_limit], help_text="What it is about (Markdown)."
    )
    event = models.CharField(
        max_length=limits.NAME, blank=True, db_index=True, help_text="Event it was recorded at."
    )
    recorded_on = models.DateField(null=True, blank=True, db_index=True, help_text="Day of the recording.")
    seconds = models.PositiveIntegerField(
        null=True, blank=True, help_text="Length (seconds); empty if unknown."
    )
    language = models.CharField(max_length=20, blank=True, help_text="Language spoken, as in the source.")
    speakers = ArrayField(
        models.CharField(max_length=limits.NAME), default=list, blank=True, help_text="Who speaks."
    )
    tags = ArrayField(models.CharField(max_length=100), default=list, blank=True, help_text="Free words.")
    video_url = models.URLField(
        max_length=limits.URL, blank=True, help_text="Where the video is, when elsewhere."
    )
    links = models.JSONField(
        default=list, blank=True, help_text="Further addresses, each with `label` and `url`."
    )
    licence = models.CharField(
        max_length=limits.LINE, blank=True, help_text="Terms of use, as in the source."
    )
    meeting = models.ForeignKey(
        Meeting,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="recordings",
        help_text="The meeting recorded.",
    )
    public = models.BooleanField(default=True, help_text="Shown to people who are not signed in.")
    details = models.JSONField(
        default=dict, blank=True, help_text="Further fields of the source it came from."
    )

    objects = RecordingQuerySet.as_manager()

    class Meta:
        ordering = [F("recorded_on").desc(nulls_last=True), "title", "pk"]
        indexes = [
            GinIndex(fields=["speakers"], name="recording_by_speaker"),
            GinIndex(fields=["tags"], name="recording_by_tag"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/community/recordings/{self.slug}/"


class SegmentQuerySet(models.QuerySet["Segment"]):
    def visible_to(self, user: Any) -> SegmentQuerySet:
        """A segment is shown to whom its recording is shown."""
        return self.filter(recording__in=Recording.objects.visible_to(user)).select_related("recording")


class Segment(models.Model):
    """The span of a recording that shows one demo."""

    recording = models.ForeignKey(
        Recording, models.CASCADE, related_name="segments", help_text="The recording."
    )
    demo = models.ForeignKey(
        Demo, models.CASCADE, null=True, blank=True, related_name="segments", help_text="The demo it shows."
    )
    title = models.CharField(max_length=limits.NAME, help_text="What it shows.")
    starts_s = models.PositiveIntegerField(help_text="Where it begins (seconds).")
    ends_s = models.PositiveIntegerField(help_text="Where it ends (seconds).")

    objects = SegmentQuerySet.as_manager()

    class Meta:
        ordering = ["recording", "starts_s"]
        constraints = [
            models.UniqueConstraint(fields=["recording", "starts_s", "title"], name="one_segment_per_start"),
            models.CheckConstraint(
                condition=Q(ends_s__gt=F("starts_s")), name="segment_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"{self.recording.get_absolute_url()}#t={self.starts_s}"

    @property
    def starts_clock(self) -> str:
        """Where it begins, as players show it."""
        return clock(self.starts_s)
