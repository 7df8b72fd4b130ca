"""The files of a recording, how they come in, and how far the work on them is."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from hub.core import limits
from hub.recordings.models.recordings import Recording


class MediaFile(models.Model):
    """One file of a recording: what was handed in, or what was made of it."""

    class Kind(models.TextChoices):
        ORIGINAL = "original", "Original"
        VIDEO = "video", "Video"
        AUDIO = "audio", "Audio only"
        POSTER = "poster", "Poster"
        STORYBOARD = "storyboard", "Storyboard"

    recording = models.ForeignKey(Recording, models.CASCADE, related_name="files", help_text="The recording.")
    kind = models.CharField(max_length=10, choices=Kind, help_text="What it is.")
    name = models.CharField(max_length=limits.URL, unique=True, help_text="Its name in the storage.")
    content_type = models.CharField(max_length=100, help_text="Its type, found in its bytes.")
    bytes = models.PositiveBigIntegerField(help_text="Its size (bytes).")
    sha256 = models.CharField(max_length=64, blank=True, help_text="The SHA-256 of its bytes.")
    seconds = models.FloatField(null=True, blank=True, help_text="Its length (seconds).")
    width = models.PositiveIntegerField(null=True, blank=True, help_text="Width of the picture (pixels).")
    height = models.PositiveIntegerField(null=True, blank=True, help_text="Height of the picture (pixels).")
    details = models.JSONField(
        default=dict, blank=True,
        help_text="Further facts: codecs, loudness; of a storyboard the tiles and how many seconds each stands for.",
    )  # fmt: skip
    made_at = models.DateTimeField(default=timezone.now, help_text="When it was made.")

    class Meta:
        ordering = ["recording", "kind"]
        constraints = [models.UniqueConstraint(fields=["recording", "kind"], name="one_file_of_a_kind")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.recording}"


class Upload(models.Model):
    """A file that is coming in piece by piece (tus 1.0); it waits where it stopped until it expires."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="uploads", help_text="Who sends it."
    )
    recording = models.ForeignKey(
        Recording, models.CASCADE, null=True, blank=True, related_name="uploads", help_text="What it is for."
    )
    filename = models.CharField(max_length=limits.LINE, blank=True, help_text="Its name where it comes from.")
    metadata = models.JSONField(default=dict, blank=True, help_text="What the sender said of it.")
    length = models.PositiveBigIntegerField(
        null=True, blank=True, help_text="Its size (bytes), once it is known."
    )
    offset = models.PositiveBigIntegerField(default=0, help_text="How much is here (bytes).")
    made_at = models.DateTimeField(default=timezone.now, help_text="When it began.")
    expires_at = models.DateTimeField(db_index=True, help_text="When what is here is thrown away.")
    finished_at = models.DateTimeField(null=True, blank=True, help_text="When all of it was here.")

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(length=None) | Q(offset__lte=F("length")), name="upload_is_not_longer_than_it_is"
            )
        ]

    def __str__(self) -> str:
        return self.filename or str(self.pk)


class Job(models.Model):
    """One step of the work on a recording. The database knows what is to do: a lost queue or worker loses nothing."""

    class Step(models.TextChoices):
        FETCH = "fetch", "Fetch the file"
        CHECK = "check", "Look at the file"
        VIDEO = "video", "Make the video"
        POSTER = "poster", "Take a picture for the poster"
        STORYBOARD = "storyboard", "Make the storyboard"
        AUDIO = "audio", "Make the audio version"
        CHAPTERS = "chapters", "Read the chapters in the file"
        CAPTIONS = "captions", "Read the captions in the file"
        SPEECH = "speech", "Write down what is said"
        LINKS = "links", "Look for what is talked about"

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        SKIPPED = "skipped", "Not needed"
        FAILED = "failed", "Failed"

    recording = models.ForeignKey(Recording, models.CASCADE, related_name="jobs", help_text="The recording.")
    step = models.CharField(max_length=12, choices=Step, help_text="What is done.")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING, help_text="How far it is.")
    progress = models.PositiveSmallIntegerField(default=0, help_text="How much of it is done (percent).")
    attempts = models.PositiveSmallIntegerField(default=0, help_text="How often it was begun.")
    began_at = models.DateTimeField(null=True, blank=True, help_text="When it was begun last.")
    seen_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="The last sign of life of who works on it; a silent one is taken up again.",
    )
    over_at = models.DateTimeField(null=True, blank=True, help_text="When it was done or failed.")
    said = models.CharField(
        max_length=limits.LINE, blank=True, help_text="What came of it, in words for people."
    )
    log = models.TextField(
        blank=True, help_text="The end of what the program said, for those who look for a cause."
    )

    class Meta:
        ordering = ["recording", "pk"]
        constraints = [models.UniqueConstraint(fields=["recording", "step"], name="one_job_per_step")]
        indexes = [
            models.Index(fields=["seen_at"], condition=Q(state__in=("waiting", "running")), name="job_to_do")
        ]

    def __str__(self) -> str:
        return f"{self.get_step_display()}: {self.recording}"


class Cut(models.Model):
    """A span that nobody sees or hears any more: a card stands in its place, and its words are not found."""

    recording = models.ForeignKey(Recording, models.CASCADE, related_name="cuts", help_text="The recording.")
    starts_ms = models.PositiveIntegerField(help_text="Where it begins (milliseconds).")
    ends_ms = models.PositiveIntegerField(help_text="Where it ends (milliseconds).")
    reason = models.CharField(
        max_length=limits.LINE, blank=True, help_text="Why, for those who look after it."
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who cut it.",
    )
    at = models.DateTimeField(default=timezone.now, help_text="When.")

    class Meta:
        ordering = ["starts_ms"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_ms__gt=F("starts_ms")), name="cut_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return f"{self.starts_ms} to {self.ends_ms} of {self.recording}"
