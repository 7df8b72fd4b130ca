"""The dates of a series that were written down."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Count, F, Q
from django.utils import timezone

from hub.core import limits
from hub.meetings.models.series import Series


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, user: Any) -> MeetingQuerySet:
        """Meetings are public."""
        return self

    def upcoming(self, now: dt.datetime) -> MeetingQuerySet:
        """Meetings that are not over, the next one first."""
        return self.filter(ends_at__gt=now).order_by("starts_at")

    def taking_place(self) -> MeetingQuerySet:
        """Meetings that were not cancelled."""
        return self.exclude(state=Meeting.State.CANCELLED)

    def past(self, now: dt.datetime) -> MeetingQuerySet:
        """Meetings that are over, the latest first."""
        return self.filter(ends_at__lte=now).order_by("-starts_at")

    def with_people(self) -> MeetingQuerySet:
        """Each with `came`, how many people said or were said to have been there."""
        return self.annotate(came=Count("attendances", filter=Q(attendances__was_there=True)))


class Meeting(models.Model):
    """One date of a series that was written down: it has an agenda, minutes, demos, or is not as the rule says."""

    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        CANCELLED = "cancelled", "Cancelled"

    series = models.ForeignKey(Series, models.CASCADE, related_name="meetings", help_text="The series.")
    title = models.CharField(max_length=limits.NAME, blank=True, help_text="Its own name, if it has one.")
    starts_at = models.DateTimeField(help_text="When it begins.")
    ends_at = models.DateTimeField(help_text="When it ends.")
    occurs_on = models.DateField(
        null=True, blank=True,
        help_text="The day of the rule that it stands for, also when it was moved; empty for a date of its own.",
    )  # fmt: skip
    state = models.CharField(
        max_length=10, choices=State, default=State.PLANNED, help_text="Whether it takes place."
    )
    reason = models.CharField(
        max_length=limits.LINE,
        blank=True,
        help_text="Why it was moved or cancelled, for those who wanted to come.",
    )
    url = models.URLField(
        max_length=limits.URL, blank=True, help_text="Where to join, when it is not where the series meets."
    )
    notes = models.TextField(
        blank=True, validators=[limits.text_limit], help_text="Its minutes as they stand now (Markdown)."
    )
    began_at = models.DateTimeField(null=True, blank=True, help_text="When it really began.")
    over_at = models.DateTimeField(null=True, blank=True, help_text="When it was really over.")
    reminded_at = models.DateTimeField(
        null=True, editable=False, help_text="When people were reminded of it; once."
    )
    uid = models.UUIDField(
        default=uuid.uuid4, unique=True, editable=False,
        help_text="What calendars know it by when no rule gives its date.",
    )  # fmt: skip
    sequence = models.PositiveIntegerField(
        default=0, editable=False, help_text="How often it was moved, cancelled or changed, for calendars."
    )
    changed_at = models.DateTimeField(
        default=timezone.now, editable=False, help_text="When it was last moved, cancelled or changed."
    )

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at"]
        constraints = [
            models.UniqueConstraint(fields=["series", "starts_at"], name="one_meeting_at_a_time"),
            models.UniqueConstraint(fields=["series", "occurs_on"], name="one_meeting_per_date_of_the_rule"),
            models.CheckConstraint(
                condition=Q(over_at=None) | Q(began_at__isnull=False, over_at__gte=F("began_at")),
                name="meeting_is_over_after_it_began",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="meeting_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title or self.series.title}, {self.starts_at:%-d %B %Y}"

    def get_absolute_url(self) -> str:
        return f"{self.series.get_absolute_url()}{self.day:%Y-%m-%d}/"

    @property
    def day(self) -> dt.date:
        """The day it is known by in addresses: that of the rule, else its own where the series is at home."""
        return self.occurs_on or self.starts_at.astimezone(ZoneInfo(self.series.timezone)).date()

    @property
    def is_cancelled(self) -> bool:
        """It does not take place."""
        return self.state == self.State.CANCELLED
