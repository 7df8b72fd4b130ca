"""What happened to items: every move, what was merged, what was noted. Moves and notes are never changed."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from hub.core import limits
from hub.meetings.models import Meeting
from hub.roadmap.models.items import QUARTER, RoadmapItem


class Move(models.Model):
    """An item went from one state or quarter to another: who, when, why."""

    item = models.ForeignKey(RoadmapItem, models.PROTECT, related_name="moves", help_text="The item.")
    from_state = models.CharField(max_length=20, choices=RoadmapItem.State, help_text="State before.")
    to_state = models.CharField(max_length=20, choices=RoadmapItem.State, help_text="State after.")
    from_quarter = models.CharField(
        max_length=7, blank=True, validators=[QUARTER], help_text="Quarter before."
    )
    to_quarter = models.CharField(max_length=7, blank=True, validators=[QUARTER], help_text="Quarter after.")
    reason = models.CharField(max_length=limits.LINE, blank=True, help_text="Why.")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="moved_items",
        help_text="Who moved it; empty for what an import brought.",
    )  # fmt: skip
    at = models.DateTimeField(default=timezone.now, db_index=True, help_text="When.")

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["item", "at"], name="move_by_item")]

    def __str__(self) -> str:
        return f"{self.item}: {self.from_state} to {self.to_state}"

    @property
    def changes_state(self) -> bool:
        """Whether it is more than another quarter."""
        return self.from_state != self.to_state


class MergeQuerySet(models.QuerySet["Merge"]):
    def in_force(self) -> MergeQuerySet:
        """Merges that were not taken back."""
        return self.filter(undone_at=None)


class Merge(models.Model):
    """One item became part of another; it can be taken back for seven days."""

    UNDO = dt.timedelta(days=7)

    item = models.ForeignKey(
        RoadmapItem, models.PROTECT, related_name="merges", help_text="The item that became a part."
    )
    into = models.ForeignKey(RoadmapItem, models.PROTECT, related_name="taken_in", help_text="The other one.")
    reason = models.CharField(max_length=limits.LINE, blank=True, help_text="Why they are the same.")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", help_text="Who merged them."
    )
    at = models.DateTimeField(default=timezone.now, help_text="When.")
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        help_text="Who took it back.",
    )  # fmt: skip
    undone_at = models.DateTimeField(null=True, blank=True, help_text="When it was taken back.")

    objects = MergeQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item"], condition=Q(undone_at=None), name="merged_once_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(item=models.F("into")), name="not_merged_into_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.item} into {self.into}"

    @property
    def undo_until(self) -> dt.datetime:
        """The moment from which it stays."""
        return self.at + self.UNDO


class Note(models.Model):
    """What was said about an item: a note of a meeting, or the answer to those who asked."""

    class Kind(models.TextChoices):
        NOTE = "note", "Note"
        ANSWER = "answer", "Answer"

    item = models.ForeignKey(RoadmapItem, models.PROTECT, related_name="notes", help_text="The item.")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.NOTE, help_text="A note or an answer.")
    text = models.TextField(validators=[limits.text_limit], help_text="What was said (Markdown).")
    meeting = models.ForeignKey(
        Meeting, models.SET_NULL, null=True, blank=True, related_name="item_notes",
        help_text="The meeting in which it was said.",
    )  # fmt: skip
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="item_notes", help_text="Who."
    )
    at = models.DateTimeField(default=timezone.now, help_text="When.")

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["item", "at"], name="note_by_item")]

    def __str__(self) -> str:
        return self.text[:80]


class Look(models.Model):
    """Up to when a person has seen what moved on the roadmap."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="roadmap_look", help_text="Who."
    )
    at = models.DateTimeField(help_text="Everything before is no news.")

    def __str__(self) -> str:
        return f"{self.user}, {self.at}"


class TeamUpdate(models.Model):
    """What a team tells the others in one sync."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="team_updates", help_text="The sync.")
    team = models.ForeignKey("accounts.Team", models.CASCADE, related_name="updates", help_text="The team.")
    text = models.TextField(blank=True, validators=[limits.text_limit], help_text="What it told (Markdown).")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+",
        help_text="Who wrote it down.",
    )  # fmt: skip
    changed_at = models.DateTimeField(default=timezone.now, help_text="When it was written or changed.")

    class Meta:
        ordering = ["meeting", "team__name"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "team"], name="one_update_per_team_and_sync")
        ]

    def __str__(self) -> str:
        return f"{self.team} on {self.meeting}"
