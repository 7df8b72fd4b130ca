"""Who probes, and what was last told to everybody."""

from __future__ import annotations

from django.db import models

from hub.core import limits


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
