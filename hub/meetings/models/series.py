"""Series of meetings."""

from __future__ import annotations

import uuid
import zoneinfo
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.timezone import now

from hub.core import limits
from hub.sigs.models import Group


@cache
def zones() -> frozenset[str]:
    """The names of all time zones; finding them reads a few hundred files."""
    return frozenset(zoneinfo.available_timezones())


def known_zone(name: str) -> None:
    """Refuse a time zone that nobody knows."""
    if name not in zones():
        raise ValidationError(f"{name!r} is not a time zone (use a name like Europe/Madrid).")


class SeriesQuerySet(models.QuerySet["Series"]):
    def visible_to(self, user: Any) -> SeriesQuerySet:
        """Series are public."""
        return self

    def ruled(self) -> SeriesQuerySet:
        """Series whose dates a rule tells."""
        return self.exclude(rrule="").exclude(time=None)


class Series(models.Model):
    """A meeting that comes back: ML Sync, Community Session, a group's meeting, office hours."""

    class Kind(models.TextChoices):
        SYNC = "sync", "Sync"
        COMMUNITY = "community", "Community session"
        GROUP = "group", "Group meeting"
        OFFICE_HOURS = "office-hours", "Office hours"

    slug = models.SlugField(max_length=limits.SLUG, unique=True, help_text="Name in addresses.")
    title = models.CharField(max_length=limits.NAME, help_text="Name shown to people.")
    kind = models.CharField(
        max_length=20, choices=Kind, default=Kind.GROUP, help_text="What sort of meeting."
    )
    group = models.ForeignKey(
        Group,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="series",
        help_text="The group that holds it.",
    )
    description = models.TextField(
        blank=True, validators=[limits.text_limit], help_text="What happens (Markdown)."
    )
    cadence = models.CharField(
        max_length=limits.NAME, blank=True, help_text="When, in words: Tuesday 9:00, biweekly."
    )
    rrule = models.CharField(
        max_length=limits.LINE, blank=True, help_text="When, as an RFC 5545 rule, if it is known."
    )
    first_on = models.DateField(null=True, blank=True, help_text="First date of the rule.")
    time = models.TimeField(null=True, blank=True, help_text="Start, local time of the zone.")
    timezone = models.CharField(
        max_length=60, default="UTC", validators=[known_zone], help_text="Zone of the start time."
    )
    minutes = models.PositiveSmallIntegerField(default=60, help_text="Planned length (minutes).")
    ended_on = models.DateField(
        null=True,
        blank=True,
        help_text="First day on which it does not take place any more; empty while it goes on.",
    )
    remind_hours = models.PositiveSmallIntegerField(
        default=24, help_text="How long before a date people are reminded (hours); 0 for never."
    )
    uid = models.UUIDField(
        default=uuid.uuid4, unique=True, editable=False, help_text="What calendars know it by; never changes."
    )
    sequence = models.PositiveIntegerField(
        default=0, editable=False, help_text="How often its rule, time or place changed, for calendars."
    )
    changed_at = models.DateTimeField(
        default=now, editable=False, help_text="When its dates were last changed, for calendars."
    )
    url = models.URLField(max_length=limits.URL, blank=True, help_text="Where to join.")
    notes_url = models.URLField(max_length=limits.URL, blank=True, help_text="Where notes are kept.")
    recordings_url = models.URLField(
        max_length=limits.URL, blank=True, help_text="Where recordings are kept."
    )

    objects = SeriesQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]
        verbose_name_plural = "series"

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/community/meetings/{self.slug}/"
