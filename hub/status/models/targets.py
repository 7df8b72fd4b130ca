"""What is probed, and how it answered last."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, validate_ipv46_address
from django.db import models

from hub.catalog.models import Cluster, Service
from hub.core import limits
from hub.status import addresses, profiles, ways


class Status(models.TextChoices):
    """What people are shown, worst last but for `unknown`, which is no claim at all."""

    OK = "ok", "Operational"
    DEGRADED = "degraded", "Degraded"
    DOWN = "down", "Outage"
    MAINTENANCE = "maintenance", "Maintenance"
    UNKNOWN = "unknown", "Unknown"


class Kind(models.TextChoices):
    """By what means a target is asked."""

    HTTP = ways.HTTP, "HTTP request"
    TCP = ways.TCP, "TCP connection"
    DNS = ways.DNS, "DNS name"
    PROMETHEUS = ways.PROMETHEUS, "Prometheus query"
    HEARTBEAT = ways.HEARTBEAT, "Signs of life"


class Method(models.TextChoices):
    """Methods of an HTTP request; none carries a body."""

    GET = ways.GET, "GET"
    HEAD = ways.HEAD, "HEAD"
    POST = "POST", "POST"


def new_public_id() -> str:
    """An address part that tells nothing about what it stands for."""
    return secrets.token_urlsafe(9)


class TargetQuerySet(models.QuerySet["Target"]):
    def visible_to(self, user: Any) -> TargetQuerySet:
        """The status of services is public; how they are probed is not part of what is shown."""
        return self

    def enabled(self) -> TargetQuerySet:
        """Targets that are watched."""
        return self.filter(enabled=True)

    def asked(self) -> TargetQuerySet:
        """Those the prober asks; of the others it waits to hear."""
        return self.exclude(kind=Kind.HEARTBEAT)


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
    kind = models.CharField(
        max_length=12, choices=Kind, default=Kind.HTTP, help_text="By what means it is asked."
    )
    profile = models.CharField(
        max_length=limits.SLUG,
        blank=True,
        choices=profiles.choices,
        help_text="Ready-made way to ask (HTTP); what the target leaves out comes from it.",
    )
    url = models.CharField(
        max_length=limits.URL,
        blank=True,
        validators=[addresses.validate],
        help_text="HTTP address that is asked; with a profile, and of a Prometheus, the base is enough.",
    )
    query = models.CharField(
        max_length=limits.LINE, blank=True, help_text="PromQL of which no series may be zero (Prometheus)."
    )
    host = models.CharField(
        max_length=253, blank=True, validators=[ways.validate_host], help_text="Host or name (TCP, DNS)."
    )
    port = models.PositiveIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(65_535)],
        help_text="Port that must take a connection (TCP).",
    )
    expected_address = models.CharField(
        max_length=45,
        blank=True,
        validators=[validate_ipv46_address],
        help_text="IP address the name must lead to (DNS); empty for any.",
    )
    method = models.CharField(
        max_length=8, blank=True, choices=Method, help_text="Method of the request (HTTP); empty for GET."
    )
    headers = models.JSONField(
        default=dict,
        blank=True,
        help_text="Headers of the request (HTTP, Prometheus); a secret only as secret://NAME.",
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
    certificate_days = models.PositiveSmallIntegerField(
        default=14,
        validators=[MaxValueValidator(398)],
        help_text="A certificate that ends within so many days is degraded (HTTPS); 0 to not look.",
    )
    degraded_ms = models.PositiveIntegerField(
        default=2000, help_text="Slower than this is degraded (milliseconds)."
    )
    interval_s = models.PositiveIntegerField(
        default=20,
        validators=[MinValueValidator(5), MaxValueValidator(31 * 86_400)],
        help_text="Seconds between probes, or between signs of life.",
    )
    timeout_s = models.PositiveIntegerField(
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text="Deadline of one probe (seconds).",
    )
    grace_s = models.PositiveIntegerField(
        default=60,
        validators=[MaxValueValidator(7 * 86_400)],
        help_text="Seconds a sign of life may be late (heartbeat).",
    )
    beat_hash = models.CharField(
        max_length=64,
        null=True,
        blank=True,
        unique=True,
        editable=False,
        help_text="SHA-256 of the key in the address that takes signs of life (heartbeat).",
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

    def clean(self) -> None:
        """What is told fits together, so that it can be asked."""
        if fault := ways.fault_of({field.name: getattr(self, field.attname) for field in self._meta.fields}):
            raise ValidationError(fault)
