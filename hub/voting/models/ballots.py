"""Votes: beside their elector where the hub may know, in a box without names where it must not."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from hub.voting.models.decisions import Decision
from hub.voting.models.electors import Elector


class Ballot(models.Model):
    """What one elector voted; a later one takes its place until the close, none is ever changed."""

    elector = models.ForeignKey(Elector, models.CASCADE, related_name="ballots", help_text="Who voted.")
    revision = models.PositiveIntegerField(default=1, help_text="1 for the first, one more each change.")
    current = models.BooleanField(default=True, help_text="It is the one that counts.")
    content = models.JSONField(help_text="The vote, in the canonical form of its kind.")
    nonce = models.CharField(max_length=32, help_text="Random: makes the receipt impossible to guess.")
    receipt = models.CharField(max_length=64, unique=True, help_text="SHA-256 of content and nonce.")
    cast_at = models.DateTimeField(default=timezone.now, help_text="When it was cast.")

    class Meta:
        ordering = ["elector", "revision"]
        constraints = [
            models.UniqueConstraint(fields=["elector", "revision"], name="one_ballot_per_revision"),
            models.UniqueConstraint(
                fields=["elector"], condition=Q(current=True), name="one_current_ballot_per_elector"
            ),
        ]

    def __str__(self) -> str:
        return f"Ballot {self.receipt[:12]}"


class BallotBox(models.Model):
    """The ballots of a detached secret vote, and who handed one in: two sorted lists with nothing between.

    One row, rewritten whole with every ballot: rows of their own would stand on disk, and in every dump, in
    the order in which people voted.
    """

    decision = models.OneToOneField(Decision, models.CASCADE, related_name="box", help_text="The question.")
    papers = models.JSONField(
        default=list, blank=True, help_text="Ballots as content, nonce and receipt, sorted by receipt."
    )
    handed_in = models.JSONField(
        default=list, blank=True, help_text="Keys of electors who handed one in, sorted."
    )

    class Meta:
        verbose_name_plural = "ballot boxes"

    def __str__(self) -> str:
        return f"Box of {self.decision}"
