"""Recordings of demos and talks, and the spans of them that show one thing."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from hub.core import limits
from hub.demos.models import Demo
from hub.meetings.models import Meeting


class RecordingQuerySet(models.QuerySet["Recording"]):
    def visible_to(self, user: Any) -> RecordingQuerySet:
        """Public recordings for all; internal ones for people who are signed in."""
        return self if user.is_authenticated else self.filter(public=True)


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
