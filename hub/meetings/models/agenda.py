"""What is on a meeting, and what waits for a date."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from hub.core import limits
from hub.meetings.models.meetings import Meeting
from hub.meetings.models.series import Series


class AgendaItemQuerySet(models.QuerySet["AgendaItem"]):
    def visible_to(self, user: Any) -> AgendaItemQuerySet:
        """Agendas are public, as meetings are."""
        return self

    def backlog(self) -> AgendaItemQuerySet:
        """Those that wait for a date, the first in line first."""
        return self.filter(meeting=None, outcome=AgendaItem.Outcome.OPEN)


class AgendaItem(models.Model):
    """One point of a meeting; without a meeting it waits in the backlog of its series."""

    class Outcome(models.TextChoices):
        OPEN = "open", "Open"
        DONE = "done", "Done"
        CARRIED = "carried", "Carried forward"
        DROPPED = "dropped", "Dropped"

    series = models.ForeignKey(
        Series, models.CASCADE, related_name="agenda_items", help_text="The series it is for."
    )
    meeting = models.ForeignKey(
        Meeting, models.CASCADE, null=True, blank=True, related_name="agenda_items",
        help_text="The date it is on; empty while it waits in the backlog.",
    )  # fmt: skip
    title = models.CharField(max_length=limits.NAME, help_text="What it is about, in one line.")
    text = models.TextField(
        blank=True, validators=[limits.text_limit], help_text="What to know beforehand (Markdown)."
    )
    minutes = models.PositiveSmallIntegerField(
        default=10, validators=[MaxValueValidator(480)], help_text="Planned length (minutes)."
    )
    position = models.PositiveIntegerField(default=0, help_text="Its place in the order.")
    presenter = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="agenda_items",
        help_text="Who leads it.",
    )  # fmt: skip
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who added it.",
    )
    added_at = models.DateTimeField(default=timezone.now, help_text="When it was added.")
    url = models.CharField(
        max_length=limits.URL, blank=True, help_text="What it is about, as an address here or elsewhere."
    )
    outcome = models.CharField(
        max_length=10, choices=Outcome, default=Outcome.OPEN, help_text="What became of it."
    )
    carried_from = models.OneToOneField(
        "self", models.SET_NULL, null=True, blank=True, related_name="carried_to",
        help_text="The point of an earlier date that this one goes on with.",
    )  # fmt: skip
    began_at = models.DateTimeField(null=True, blank=True, help_text="When it was really begun.")
    over_at = models.DateTimeField(null=True, blank=True, help_text="When it was really over.")

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        indexes = [models.Index(fields=["series", "meeting", "position"], name="agenda_in_order")]
        constraints = [
            models.CheckConstraint(
                condition=Q(over_at=None) | Q(began_at__isnull=False, over_at__gte=F("began_at")),
                name="agenda_item_is_over_after_it_began",
            )
        ]

    def __str__(self) -> str:
        return self.title
