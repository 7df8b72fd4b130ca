"""What people are told of an outage: the incident, its updates, and what it touches from when to when."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from hub.catalog.models import Cluster, Service
from hub.core import limits
from hub.status.models.targets import Status


class IncidentQuerySet(models.QuerySet["Incident"]):
    def visible_to(self, user: Any) -> IncidentQuerySet:
        """What is told of trouble is told to everybody."""
        return self

    def open(self) -> IncidentQuerySet:
        """Those that are not resolved."""
        return self.exclude(state=Incident.State.RESOLVED)


class Incident(models.Model):
    """Trouble that people are told of, from the first look to the end of it."""

    class State(models.TextChoices):
        INVESTIGATING = "investigating", "Investigating"
        IDENTIFIED = "identified", "Identified"
        MONITORING = "monitoring", "Monitoring"
        RESOLVED = "resolved", "Resolved"

    class Source(models.TextChoices):
        HAND = "hand", "Opened by hand"
        RULE = "rule", "Opened by a rule"

    title = models.CharField(max_length=limits.NAME, help_text="What is wrong, in one line.")
    state = models.CharField(
        max_length=14, choices=State, default=State.INVESTIGATING, help_text="How far the work on it is."
    )
    source = models.CharField(
        max_length=4, choices=Source, default=Source.HAND, help_text="Who opened it: a person, or a rule."
    )
    started_at = models.DateTimeField(help_text="When the trouble began.")
    resolved_at = models.DateTimeField(null=True, blank=True, help_text="When it was over.")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who opened it or took it over; nobody while a rule alone looks after it.",
    )
    postmortem = models.TextField(
        blank=True,
        validators=[limits.text_limit],
        help_text="What happened, why, and what is done about it (Markdown).",
    )

    objects = IncidentQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="resolved", resolved_at__isnull=False)
                | (~Q(state="resolved") & Q(resolved_at=None)),
                name="incident_is_resolved_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(resolved_at=None) | Q(resolved_at__gte=F("started_at")),
                name="incident_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/status/incidents/{self.pk}/"

    @property
    def is_open(self) -> bool:
        """Whether it is still going on."""
        return self.state != self.State.RESOLVED

    @property
    def is_a_rules(self) -> bool:
        """Whether a rule opened it and nobody took it over."""
        return self.source == self.Source.RULE and self.by_id is None


class IncidentUpdate(models.Model):
    """One message about an incident; what was said stays."""

    incident = models.ForeignKey(
        Incident, models.CASCADE, related_name="updates", help_text="What it is about."
    )
    state = models.CharField(max_length=14, choices=Incident.State, help_text="How far the work was then.")
    body = models.TextField(validators=[limits.text_limit], help_text="What people should know (Markdown).")
    at = models.DateTimeField(default=timezone.now, help_text="When it was said.")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who said it; nobody when a rule did.",
    )

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.incident}: {self.state} at {self.at:%Y-%m-%d %H:%M}"


class Impact(models.Model):
    """What an incident does to a service, everywhere or on one cluster, from when to when."""

    incident = models.ForeignKey(
        Incident, models.CASCADE, related_name="impacts", help_text="What it comes from."
    )
    service = models.ForeignKey(Service, models.CASCADE, related_name="impacts", help_text="What it touches.")
    cluster = models.ForeignKey(
        Cluster,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="impacts",
        help_text="Where; empty for everywhere.",
    )
    status = models.CharField(
        max_length=12,
        choices=[(one.value, one.label) for one in (Status.DEGRADED, Status.DOWN)],
        help_text="What it is shown as at best.",
    )
    starts_at = models.DateTimeField(help_text="When it began.")
    ends_at = models.DateTimeField(null=True, blank=True, help_text="When it was over; empty while it lasts.")
    noted_at = models.DateTimeField(default=timezone.now, help_text="Since when people were told.")

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at")), name="impact_ends_after_it_starts"
            ),
            models.UniqueConstraint(
                fields=["incident", "service", "cluster"],
                condition=Q(ends_at=None),
                nulls_distinct=False,
                name="one_impact_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        where = f" on {self.cluster}" if self.cluster else ""
        return f"{self.service}{where}: {self.status}"
