"""What was said, and who was there."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from hub.core import limits
from hub.meetings.models.meetings import Meeting


class Revision(models.Model):
    """One saved state of a meeting's minutes; append-only, so that nothing that was written is ever lost."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="revisions", help_text="The meeting.")
    number = models.PositiveIntegerField(help_text="1, 2, 3 …")
    base = models.PositiveIntegerField(
        default=0, help_text="The revision its author had before them; 0 for an empty page."
    )
    text = models.TextField(blank=True, validators=[limits.text_limit], help_text="The minutes (Markdown).")
    is_merge = models.BooleanField(
        default=False, help_text="Whether the changes of somebody else were joined with it by themselves."
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who wrote it.",
    )
    at = models.DateTimeField(default=timezone.now, help_text="When.")

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["meeting", "number"], name="one_revision_per_number")]

    def __str__(self) -> str:
        return f"{self.meeting}, revision {self.number}"


class Attendance(models.Model):
    """Whether a person comes, and whether they were there."""

    class Answer(models.TextChoices):
        YES = "yes", "Comes"
        MAYBE = "maybe", "May come"
        NO = "no", "Cannot come"

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendances", help_text="The meeting.")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="attendances", help_text="The person."
    )
    answer = models.CharField(
        max_length=5, choices=Answer, blank=True, help_text="What they said beforehand; empty when nothing."
    )
    was_there = models.BooleanField(
        null=True, blank=True, help_text="Whether they were there; empty if nobody said."
    )
    said_at = models.DateTimeField(default=timezone.now, help_text="When it was said last.")

    class Meta:
        ordering = ["user__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "user"], name="one_attendance_per_person"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_answer_display()}"
