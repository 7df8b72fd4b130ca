"""What is probed, and how it answered last."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

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
