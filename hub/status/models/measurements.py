"""What was measured, and when it changed."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from hub.core import limits
from hub.status.models.targets import Status, Target


class Observation(models.Model):
    """One measurement of one target."""

    target = models.ForeignKey(
        Target, models.CASCADE, related_name="observations", help_text="What was measured."
    )
    at = models.DateTimeField(help_text="When.")
    status = models.CharField(max_length=12, choices=Status, help_text="What it says, undamped.")
    latency_ms = models.PositiveIntegerField(null=True, help_text="Time to the answer (milliseconds).")
    http_code = models.PositiveSmallIntegerField(null=True, help_text="Code of the answer.")
    detail = models.CharField(max_length=limits.LINE, blank=True, help_text="Why it says so.")

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["target", "-at"], name="observation_by_target")]

    def __str__(self) -> str:
        return f"{self.target}: {self.status} at {self.at:%Y-%m-%d %H:%M:%S}"


class Flip(models.Model):
    """A change of a target's damped status, dated back to the first measurement that showed it."""

    target = models.ForeignKey(Target, models.CASCADE, related_name="flips", help_text="What changed.")
    before = models.CharField(max_length=12, choices=Status, help_text="Status before.")
    after = models.CharField(max_length=12, choices=Status, help_text="Status after.")
    at = models.DateTimeField(help_text="When it began.")
    noticed_at = models.DateTimeField(default=timezone.now, help_text="When it was confirmed.")
    detail = models.CharField(max_length=limits.LINE, blank=True, help_text="What the measurement found.")

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["target", "-at"], name="flip_by_target")]

    def __str__(self) -> str:
        return f"{self.target}: {self.before} to {self.after} at {self.at:%Y-%m-%d %H:%M}"
