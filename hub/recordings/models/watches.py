"""What people leave behind while they watch: where they stopped, and notes at a second."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from hub.core import limits
from hub.recordings.models.recordings import Recording


class Watch(models.Model):
    """Where a person stopped watching a recording; seen by nobody else."""

    recording = models.ForeignKey(
        Recording, models.CASCADE, related_name="watches", help_text="The recording."
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="watches", help_text="The person."
    )
    seconds = models.PositiveIntegerField(help_text="Where they stopped (seconds).")
    at = models.DateTimeField(default=timezone.now, help_text="When.")

    class Meta:
        ordering = ["-at"]
        constraints = [models.UniqueConstraint(fields=["recording", "user"], name="one_place_to_resume")]

    def __str__(self) -> str:
        return f"{self.user} in {self.recording}"


class TimedNoteQuerySet(models.QuerySet["TimedNote"]):
    def visible_to(self, user: Any) -> TimedNoteQuerySet:
        """One's own notes, and those that others share, on recordings that one may see."""
        mine = Q(user=user) if user.is_authenticated else Q(pk=None)
        return self.filter(mine | Q(shared=True), recording__in=Recording.objects.visible_to(user))


class TimedNote(models.Model):
    """A note at a second of a recording."""

    recording = models.ForeignKey(Recording, models.CASCADE, related_name="notes", help_text="The recording.")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="timed_notes", help_text="Who wrote it."
    )
    at_s = models.PositiveIntegerField(help_text="The second it is about.")
    text = models.CharField(max_length=limits.LINE, help_text="The note.")
    shared = models.BooleanField(default=False, help_text="Whether others see it.")
    made_at = models.DateTimeField(default=timezone.now, help_text="When it was written.")

    objects = TimedNoteQuerySet.as_manager()

    class Meta:
        ordering = ["at_s", "pk"]

    def __str__(self) -> str:
        return self.text
