"""Announced work."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from hub.catalog.models import Cluster, Service
from hub.core import limits


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
