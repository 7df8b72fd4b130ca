"""Who may vote on a question: a snapshot taken at the opening."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from hub.core import limits
from hub.voting.models.decisions import Decision


class ElectorQuerySet(models.QuerySet["Elector"]):
    def voting(self) -> ElectorQuerySet:
        """Those who may vote: not recused."""
        return self.filter(recused_at=None)


class Elector(models.Model):
    """A person who may vote on one question, in which team they were, and by which rule they got in."""

    class Source(models.TextChoices):
        RULE = "rule", "By the rule, at the opening"
        LATE = "late", "Admitted later, with a reason"

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="electors", help_text="The question.")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="electorships", help_text="Who."
    )
    handle = models.CharField(
        max_length=limits.SLUG, help_text="Their handle at that time: the name in the ledger."
    )
    team = models.CharField(max_length=limits.NAME, blank=True, help_text="Their team at that time.")
    source = models.CharField(
        max_length=10, choices=Source, default=Source.RULE, help_text="How they got in."
    )
    reason = models.CharField(max_length=limits.LINE, blank=True, help_text="Why they were admitted later.")
    recused_at = models.DateTimeField(null=True, blank=True, help_text="When they stepped aside.")
    recusal_reason = models.CharField(max_length=limits.LINE, blank=True, help_text="Why they stepped aside.")

    objects = ElectorQuerySet.as_manager()

    class Meta:
        ordering = ["decision", "handle"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "person"], name="one_electorship_per_person"),
            models.CheckConstraint(
                condition=Q(source="rule") | ~Q(reason=""), name="late_elector_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} on {self.decision}"
