"""What is probed, what was measured, when it changed, and what was announced."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from hub.catalog.models import Cluster, Service
from hub.core import limits
from hub.status import addresses


class Status(models.TextChoices):
    """What people are shown, worst last but for `unknown`, which is no claim at all."""

    OK = "ok", "Operational"
    DEGRADED = "degraded", "Degraded"
    DOWN = "down", "Outage"
    MAINTENANCE = "maintenance", "Maintenance"
    UNKNOWN = "unknown", "Unknown"


def new_public_id() -> str:
    """An address part that tells nothing about what it stands for."""
    return secrets.token_urlsafe(9)


class TargetQuerySet(models.QuerySet["Target"]):
    def visible_to(self, user: Any) -> TargetQuerySet:
        """The status of services is public; how they are probed is not part of what is shown."""
        return self

    def enabled(self) -> TargetQuerySet:
        """Targets that are probed."""
        return self.filter(enabled=True)


class Target(models.Model):
    """One thing that is probed: a service, on a cluster where that matters.

    `raw_status` is the last measurement; `status` the damped one, which needs `confirmations` in a row to
    move. Neither is shown as it stands: doors show what shown.py makes of them, which turns stale facts into
    unknown.
    """

    slug = models.SlugField(max_length=limits.SLUG, unique=True, help_text="Name in imports and logs.")
    public_id = models.CharField(
        max_length=20,
        unique=True,
        default=new_public_id,
        editable=False,
        help_text="Opaque name in public addresses.",
    )
    name = models.CharField(max_length=limits.NAME, help_text="Name shown to people.")
    service = models.ForeignKey(
        Service, models.CASCADE, related_name="targets", help_text="What it tells about."
    )
    cluster = models.ForeignKey(
        Cluster,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="targets",
        help_text="Where; empty for everywhere.",
    )
    url = models.CharField(
        max_length=limits.URL, validators=[addresses.validate], help_text="HTTP address that is asked."
    )
    expected_codes = ArrayField(
        models.PositiveSmallIntegerField(),
        default=list,
        blank=True,
        help_text="Codes that count as alive; empty for 200.",
    )
    body_contains = models.CharField(
        max_length=limits.LINE, blank=True, help_text="Text the answer must contain."
    )
    json_path = models.CharField(
        max_length=limits.NAME, blank=True, help_text="Path into a JSON answer, such as metadatabase.status."
    )
    json_equals = models.CharField(
        max_length=limits.NAME, blank=True, help_text="Value the JSON path must have."
    )
    degraded_ms = models.PositiveIntegerField(
        default=2000, help_text="Slower than this is degraded (milliseconds)."
    )
    interval_s = models.PositiveIntegerField(
        default=20,
        validators=[MinValueValidator(5), MaxValueValidator(86_400)],
        help_text="Seconds between probes.",
    )
    timeout_s = models.PositiveIntegerField(
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text="Deadline of one probe (seconds).",
    )
    confirmations = models.PositiveSmallIntegerField(
        default=2,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text="Equal results in a row that move the status.",
    )
    enabled = models.BooleanField(default=True, help_text="Probed at all.")

    status = models.CharField(
        max_length=12, choices=Status, default=Status.UNKNOWN, help_text="Damped status."
    )
    status_since = models.DateTimeField(null=True, blank=True, help_text="Since when it has this status.")
    raw_status = models.CharField(
        max_length=12, choices=Status, default=Status.UNKNOWN, help_text="Last measurement."
    )
    raw_since = models.DateTimeField(
        null=True, blank=True, help_text="First of the equal measurements in a row."
    )
    streak = models.PositiveIntegerField(default=0, help_text="Equal measurements in a row.")
    observed_at = models.DateTimeField(null=True, blank=True, help_text="When it was measured last.")
    latency_ms = models.PositiveIntegerField(
        null=True, blank=True, help_text="Time of the last answer (milliseconds)."
    )
    detail = models.CharField(
        max_length=limits.LINE, blank=True, help_text="What the last measurement found."
    )

    objects = TargetQuerySet.as_manager()

    class Meta:
        ordering = ["service__name", "cluster__name", "name"]

    def __str__(self) -> str:
        return self.name


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


class Maintenance(models.Model):
    """Announced work: while it lasts, its services are shown in maintenance."""

    title = models.CharField(max_length=limits.NAME, help_text="What is done.")
    body = models.TextField(
        blank=True, validators=[limits.text_limit], help_text="What it means for users (Markdown)."
    )
    services = models.ManyToManyField(Service, related_name="maintenances", help_text="Services it touches.")
    clusters = models.ManyToManyField(
        Cluster, blank=True, related_name="maintenances", help_text="Only on these clusters; empty for all."
    )
    starts_at = models.DateTimeField(help_text="When it begins.")
    ends_at = models.DateTimeField(help_text="When it ends.")

    class Meta:
        ordering = ["-starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="maintenance_ends_after_it_starts"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Prober(models.Model):
    """A running prober's sign of life."""

    name = models.CharField(max_length=limits.NAME, unique=True, help_text="Host and process.")
    beat_at = models.DateTimeField(help_text="Last sign of life.")
    targets = models.PositiveIntegerField(default=0, help_text="How many targets it probes.")

    def __str__(self) -> str:
        return self.name


class Snapshot(models.Model):
    """The public answer of summary.json as last made: one row, so that every web process says the same."""

    version = models.BigIntegerField(default=0, help_text="Grows by one with every change.")
    made_at = models.DateTimeField(null=True, help_text="When it was made.")
    due = models.BooleanField(default=True, help_text="Something was changed since.")
    body = models.TextField(blank=True, help_text="The answer as JSON.")

    def __str__(self) -> str:
        return f"Snapshot {self.version}"
