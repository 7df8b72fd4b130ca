"""What is said in a recording: captions, the windows that search looks through, and names often misheard."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone

from hub.catalog.models import Service
from hub.core import limits
from hub.recordings.models.recordings import Recording


class Track(models.Model):
    """The captions of a recording in one language."""

    class Origin(models.TextChoices):
        HUMAN = "human", "Written by people"
        MACHINE = "machine", "Written by a machine"
        CORRECTED = "corrected", "Written by a machine, corrected by people"

    recording = models.ForeignKey(
        Recording, models.CASCADE, related_name="tracks", help_text="The recording."
    )
    language = models.CharField(max_length=20, default="en", help_text="Language, as in BCP 47: en, pt-BR.")
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.HUMAN, help_text="Who wrote it.")
    model = models.CharField(max_length=100, blank=True, help_text="What wrote it, when it was a machine.")
    version = models.PositiveIntegerField(
        default=1, help_text="Counts its changes; an editor sends the one it read."
    )
    made_at = models.DateTimeField(default=timezone.now, help_text="When it was made.")
    changed_at = models.DateTimeField(default=timezone.now, help_text="When it was changed last.")

    class Meta:
        ordering = ["recording", "language"]
        constraints = [
            models.UniqueConstraint(fields=["recording", "language"], name="one_track_per_language")
        ]

    def __str__(self) -> str:
        return f"{self.recording} ({self.language})"


class Cue(models.Model):
    """One caption: words on the screen from one moment to another."""

    track = models.ForeignKey(Track, models.CASCADE, related_name="cues", help_text="The captions it is of.")
    number = models.PositiveIntegerField(help_text="Its place: 1, 2, 3 …")
    starts_ms = models.PositiveIntegerField(help_text="When it appears (milliseconds).")
    ends_ms = models.PositiveIntegerField(help_text="When it goes (milliseconds).")
    speaker = models.CharField(max_length=limits.NAME, blank=True, help_text="Who says it; empty if unknown.")
    text = models.TextField(validators=[limits.text_limit], help_text="The words, as plain text.")

    class Meta:
        ordering = ["track", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["track", "number"], name="one_cue_per_number", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(condition=Q(ends_ms__gte=F("starts_ms")), name="cue_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return self.text


class PassageQuerySet(models.QuerySet["Passage"]):
    def visible_to(self, user: Any) -> PassageQuerySet:
        """The words of recordings that this person may see."""
        return self.filter(recording__in=Recording.objects.visible_to(user))


class Passage(models.Model):
    """A window of 20 to 30 seconds of what is said; windows overlap, so that no phrase falls between two.

    Made from the cues and made anew with them; what was cut is in none. Found by its words, and by pairs of them that
    are said one right after the other.
    """

    recording = models.ForeignKey(
        Recording, models.CASCADE, related_name="passages", help_text="The recording."
    )
    track = models.ForeignKey(
        Track, models.CASCADE, related_name="passages", help_text="The captions it is from."
    )
    starts_ms = models.PositiveIntegerField(help_text="Where it begins (milliseconds).")
    ends_ms = models.PositiveIntegerField(help_text="Where it ends (milliseconds).")
    speakers = models.CharField(max_length=limits.LINE, blank=True, help_text="Who speaks in it.")
    text = models.TextField(help_text="The words.")
    times = ArrayField(
        models.PositiveIntegerField(), default=list, help_text="When each of the words begins (milliseconds)."
    )
    search = models.GeneratedField(
        expression=SearchVector("text", config="english"), output_field=SearchVectorField(), db_persist=True
    )
    pairs = models.GeneratedField(
        expression=Func(F("text"), function="hub_pairs"), output_field=ArrayField(models.IntegerField()),
        db_persist=True,
    )  # fmt: skip

    objects = PassageQuerySet.as_manager()

    class Meta:
        ordering = ["recording", "starts_ms"]
        indexes = [
            GinIndex(fields=["search"], name="passage_by_words"),
            GinIndex(fields=["pairs"], name="passage_by_pairs"),
            models.Index(fields=["track", "starts_ms"], name="passage_in_order"),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class Spelling(models.Model):
    """How a name is often misheard, and how it is written: offered for all transcripts once a person corrected one."""

    wrong = models.CharField(
        max_length=limits.NAME, unique=True, help_text="What the machine heard, in small letters."
    )
    right = models.CharField(max_length=limits.NAME, help_text="How it is written.")
    service = models.ForeignKey(
        Service,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="spellings",
        help_text="The service it names.",
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who said so.",
    )
    at = models.DateTimeField(default=timezone.now, help_text="When.")

    class Meta:
        ordering = ["wrong"]

    def __str__(self) -> str:
        return f"{self.wrong} → {self.right}"
