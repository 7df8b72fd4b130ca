"""What people would like to see, and what they looked for and did not find."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from hub.catalog.models import Service
from hub.core import limits
from hub.demos.models.demos import Demo


class WishQuerySet(models.QuerySet["Wish"]):
    def visible_to(self, user: Any) -> WishQuerySet:
        """The wish list is public."""
        return self

    def open(self) -> WishQuerySet:
        """Wishes that nobody has answered yet, the most wanted first."""
        return self.filter(state=Wish.State.OPEN).order_by("-voices", "-made_at", "-pk")

    def alive(self) -> WishQuerySet:
        """Wishes that were neither shown nor closed: people may still join them."""
        return self.filter(state__in=(Wish.State.OPEN, Wish.State.TAKEN))

    def with_mine(self, user: Any) -> WishQuerySet:
        """Adds `mine`: whether the person wishes for it too."""
        said = WishVoice.objects.filter(wish=models.OuterRef("pk"), user=user.pk)
        return self.annotate(mine=models.Exists(said))


class Wish(models.Model):
    """Something people would like to see: please show how this is done."""

    class State(models.TextChoices):
        OPEN = "open", "Open"
        TAKEN = "taken", "Somebody shows it"
        SHOWN = "shown", "Shown"
        CLOSED = "closed", "Closed"

    slug = models.SlugField(max_length=limits.SLUG, unique=True, help_text="Name in files.")
    title = models.CharField(max_length=limits.NAME, help_text="What to show, in one line.")
    why = models.CharField(max_length=limits.LINE, blank=True, help_text="What for.")
    service = models.ForeignKey(
        Service,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="wishes",
        help_text="The service it is about.",
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="wishes",
        help_text="Who wished for it first.",
    )  # fmt: skip
    made_at = models.DateTimeField(default=timezone.now, help_text="When.")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN, help_text="What became of it.")
    reason = models.CharField(max_length=limits.LINE, blank=True, help_text="Why it was closed.")
    demo = models.ForeignKey(
        Demo,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="wishes",
        help_text="The demo that answers it.",
    )
    voices = models.PositiveIntegerField(default=0, editable=False, help_text="How many people wish for it.")

    objects = WishQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "wishes"
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/community/demos/wishes/{self.pk}/"

    @property
    def is_alive(self) -> bool:
        """Somebody may still join it: it was neither shown nor closed."""
        return self.state in (self.State.OPEN, self.State.TAKEN)


class WishVoice(models.Model):
    """One person who wishes for it too."""

    wish = models.ForeignKey(Wish, models.CASCADE, related_name="said", help_text="The wish.")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="wish_voices", help_text="The person."
    )
    at = models.DateTimeField(default=timezone.now, help_text="When.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["wish", "user"], name="one_voice_per_wish")]

    def __str__(self) -> str:
        return f"{self.user}: {self.wish}"


class Miss(models.Model):
    """Words that were searched for without a result; counted by day, never by person."""

    words = models.CharField(
        max_length=100, unique=True, help_text="What was searched for, in small letters."
    )
    times = models.PositiveIntegerField(default=1, help_text="How often.")
    days = models.PositiveIntegerField(default=1, help_text="On how many days.")
    last_on = models.DateField(default=timezone.localdate, help_text="The last of them.")

    class Meta:
        verbose_name_plural = "misses"
        ordering = ["-days", "-times", "words"]

    def __str__(self) -> str:
        return self.words
