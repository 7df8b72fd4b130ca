"""What became of an item: the release, and whether those who asked for it use it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from hub.core import limits
from hub.demos.models import Demo
from hub.roadmap.models.items import RoadmapItem


class Release(models.Model):
    """An item that shipped: what is new, where it is described and shown."""

    item = models.OneToOneField(RoadmapItem, models.PROTECT, related_name="release", help_text="The item.")
    released_on = models.DateField(default=timezone.localdate, help_text="Since when people have it.")
    note = models.TextField(
        validators=[limits.text_limit], help_text="What is new, for those who asked for it (Markdown)."
    )
    docs_url = models.CharField(
        max_length=limits.URL, blank=True, help_text="Docs page that tells how to use it."
    )
    demo = models.ForeignKey(
        Demo, models.SET_NULL, null=True, blank=True, related_name="releases", help_text="Demo that shows it."
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+",
        help_text="Who wrote the note.",
    )  # fmt: skip

    class Meta:
        ordering = ["-released_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.item}, {self.released_on}"


class Use(models.Model):
    """Whether a person uses what shipped."""

    class Answer(models.TextChoices):
        YES = "yes", "I use it"
        NOT_YET = "not-yet", "Not yet"
        NO = "no", "It does not do what I need"

    item = models.ForeignKey(RoadmapItem, models.CASCADE, related_name="uses", help_text="The item.")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="uses", help_text="The person."
    )
    answer = models.CharField(max_length=10, choices=Answer, help_text="What they say.")
    why = models.CharField(max_length=limits.LINE, blank=True, help_text="What for, or what is missing.")
    changed_at = models.DateTimeField(default=timezone.now, help_text="When it was said or changed.")

    class Meta:
        ordering = ["changed_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["item", "user"], name="one_use_per_person")]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_answer_display()}"


class Uptake(models.Model):
    """How far a release was taken up so many days later, as measured that day; never changed."""

    DAYS = (30, 90)

    release = models.ForeignKey(Release, models.PROTECT, related_name="uptakes", help_text="The release.")
    days = models.PositiveSmallIntegerField(help_text="30 or 90 days after the release.")
    asked_at = models.DateTimeField(null=True, blank=True, help_text="When the supporters were asked.")
    measured_at = models.DateTimeField(null=True, blank=True, help_text="When it was measured.")
    facts = models.JSONField(default=dict, blank=True, help_text="What was counted.")

    class Meta:
        ordering = ["release", "days"]
        constraints = [
            models.UniqueConstraint(fields=["release", "days"], name="measured_once"),
            models.CheckConstraint(condition=Q(days__in=(30, 90)), name="measured_after_30_or_90_days"),
        ]

    def __str__(self) -> str:
        return f"{self.release}: {self.days} days"
