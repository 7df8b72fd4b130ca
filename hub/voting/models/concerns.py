"""What people hold against a proposal, and whom they propose to lead."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from hub.core import limits
from hub.voting.models.decisions import Decision


class Concern(models.Model):
    """A named objection: settled by its author, or answered in writing by who leads the group."""

    class State(models.TextChoices):
        RAISED = "raised", "Raised"
        RESOLVED = "resolved", "Resolved by its author"
        WITHDRAWN = "withdrawn", "Withdrawn by its author"
        ANSWERED = "answered", "Answered in writing"

    decision = models.ForeignKey(
        Decision, models.CASCADE, related_name="concerns", help_text="About which question."
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="concerns", help_text="Who raised it."
    )
    title = models.CharField(max_length=limits.NAME, help_text="The concern in one line.")
    text = models.TextField(
        blank=True, validators=[limits.text_limit], help_text="What would have to change (Markdown)."
    )
    state = models.CharField(
        max_length=10, choices=State, default=State.RAISED, help_text="Whether it still stands."
    )
    reply = models.TextField(blank=True, validators=[limits.text_limit], help_text="The answer (Markdown).")
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        help_text="Who settled it.",
    )  # fmt: skip
    raised_at = models.DateTimeField(default=timezone.now, help_text="When it was raised.")
    settled_at = models.DateTimeField(null=True, blank=True, help_text="When it was settled.")

    class Meta:
        ordering = ["raised_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="answered") | ~Q(reply=""), name="answered_concern_has_an_answer"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Nomination(models.Model):
    """A person proposed for a role; a candidate once they accept."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "Proposed"
        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Declined"

    decision = models.ForeignKey(
        Decision, models.CASCADE, related_name="nominations", help_text="In which election."
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="nominations", help_text="Who is proposed."
    )
    nominated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="nominations_made", help_text="By whom."
    )
    statement = models.TextField(
        blank=True, validators=[limits.text_limit], help_text="What they want to do (Markdown)."
    )
    state = models.CharField(
        max_length=10, choices=State, default=State.PROPOSED, help_text="What the person says to it."
    )
    nominated_at = models.DateTimeField(default=timezone.now, help_text="When they were proposed.")

    class Meta:
        ordering = ["nominated_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "person"], name="one_nomination_per_person")
        ]

    def __str__(self) -> str:
        return f"{self.person} in {self.decision}"
