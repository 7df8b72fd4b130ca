"""The secret address of a person's own calendar."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone


class CalendarKey(models.Model):
    """Opens one person's calendar feed to a calendar program, and nothing else; the key itself is not kept."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_key", help_text="Whose calendar."
    )
    hashed = models.CharField(max_length=64, unique=True, editable=False, help_text="SHA-256 of the key.")
    made_at = models.DateTimeField(default=timezone.now, help_text="When it was made.")

    def __str__(self) -> str:
        return f"calendar of {self.user}"
