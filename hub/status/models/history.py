"""What is kept of the past: when nothing was known, and how long a target was in which state."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from hub.status.models.targets import Target


class Gap(models.Model):
    """A time in which a target was not measured; it is written down when the next measurement comes.

    The gap that lasts still has no row: it follows from the last measurement.
    """

    target = models.ForeignKey(
        Target, models.CASCADE, related_name="gaps", help_text="What was not measured."
    )
    starts_at = models.DateTimeField(help_text="When the measurement before stopped counting.")
    ends_at = models.DateTimeField(help_text="When the next one came.")

    class Meta:
        ordering = ["-starts_at"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="gap_ends_after_it_starts")
        ]
        indexes = [models.Index(fields=["target", "ends_at"], name="gap_by_target")]

    def __str__(self) -> str:
        return f"{self.target}: nothing known from {self.starts_at:%Y-%m-%d %H:%M:%S}"


class Bucket(models.Model):
    """How long a target was in which state within one minute, hour or day of UTC (milliseconds).

    Time is counted, not measurements: another interval, or a pause, leaves the shares true.
    """

    class Size(models.TextChoices):
        MINUTE = "minute", "Minute"
        HOUR = "hour", "Hour"
        DAY = "day", "Day"

    target = models.ForeignKey(Target, models.CASCADE, related_name="buckets", help_text="What was measured.")
    size = models.CharField(max_length=6, choices=Size, help_text="How long it is.")
    starts_at = models.DateTimeField(help_text="When it begins.")
    ok_ms = models.PositiveIntegerField(default=0, help_text="Time operational.")
    degraded_ms = models.PositiveIntegerField(default=0, help_text="Time degraded.")
    down_ms = models.PositiveIntegerField(default=0, help_text="Time in outage.")
    maintenance_ms = models.PositiveIntegerField(default=0, help_text="Time in announced work.")
    unknown_ms = models.PositiveIntegerField(default=0, help_text="Time in which nothing was known.")
    answers = models.PositiveIntegerField(default=0, help_text="How many measurements took a time.")
    latency_sum_ms = models.PositiveBigIntegerField(default=0, help_text="Their times together.")
    latency_min_ms = models.PositiveIntegerField(null=True, help_text="The shortest of them.")
    latency_max_ms = models.PositiveIntegerField(null=True, help_text="The longest of them.")

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.UniqueConstraint(fields=["target", "size", "starts_at"], name="one_bucket_of_a_time")
        ]

    def __str__(self) -> str:
        return f"{self.target}: {self.size} from {self.starts_at:%Y-%m-%d %H:%M}"


class Rolled(models.Model):
    """Until when a target's buckets are true; what is learnt later about an earlier time sets it back."""

    target = models.OneToOneField(
        Target, models.CASCADE, primary_key=True, related_name="rolled", help_text="The target."
    )
    until = models.DateTimeField(help_text="Buckets that end later are to be made.")

    def __str__(self) -> str:
        return f"{self.target}: until {self.until:%Y-%m-%d %H:%M:%S}"
