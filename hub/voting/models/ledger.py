"""What happened to a decision, each event chained to the one before by its hash."""

from __future__ import annotations

from django.db import models

from hub.voting.models.decisions import Decision


class LedgerEvent(models.Model):
    """One event of the public ledger; never changed, never deleted (the database refuses it)."""

    class Kind(models.TextChoices):
        OPENED = "opened", "Opened"
        ADMITTED = "admitted", "Elector admitted"
        RECUSED = "recused", "Elector recused"
        CAST = "cast", "Ballot cast"
        OBJECTED = "objected", "Concern raised"
        SETTLED = "settled", "Concern settled"
        CLOSED = "closed", "Closed"
        TALLIED = "tallied", "Counted"
        VOIDED = "voided", "Voided"
        CONCLUDED = "concluded", "Concluded"

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="ledger", help_text="The question.")
    height = models.PositiveIntegerField(help_text="0 for the opening, one more each event.")
    kind = models.CharField(max_length=10, choices=Kind, help_text="What happened.")
    at = models.DateTimeField(help_text="When, by the server's clock.")
    payload = models.JSONField(default=dict, blank=True, help_text="The public facts of it.")
    parent = models.CharField(max_length=64, blank=True, help_text="Hash of the event before.")
    hash = models.CharField(max_length=64, help_text="SHA-256 over height, kind, time, payload and parent.")

    class Meta:
        ordering = ["decision", "height"]
        constraints = [models.UniqueConstraint(fields=["decision", "height"], name="one_event_per_height")]

    def __str__(self) -> str:
        return f"{self.height}: {self.get_kind_display()}"
