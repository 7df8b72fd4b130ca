"""Who needs an item how badly."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from hub.core import limits
from hub.roadmap.models.items import RoadmapItem


class SupportQuerySet(models.QuerySet["Support"]):
    def of_family(self, root: RoadmapItem) -> SupportQuerySet:
        """Everything said of an item and of what was merged into it."""
        family = RoadmapItem.objects.filter(Q(pk=root.pk) | Q(canonical=root))
        return self.filter(item__in=family.values("pk"))

    def voices(self, root: RoadmapItem) -> SupportQuerySet:
        """One row a person: what they said of the item itself, else the strongest they said of its parts."""
        first = self.of_family(root).order_by(
            "user_id", F("item__canonical").asc(nulls_first=True), "-need", "pk"
        )
        return self.filter(pk__in=first.distinct("user_id").values("pk"))


class Support(models.Model):
    """How badly one person needs an item, and why."""

    class Need(models.IntegerChoices):
        NONE = 0, "No need"
        NICE = 1, "Nice to have"
        IMPORTANT = 2, "Important"
        BLOCKED = 3, "Blocked without it"

    item = models.ForeignKey(RoadmapItem, models.CASCADE, related_name="supports", help_text="The item.")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="supports", help_text="The person."
    )
    need = models.PositiveSmallIntegerField(choices=Need, help_text="How badly, 0 to 3.")
    why = models.CharField(max_length=limits.LINE, blank=True, help_text="What for.")
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="supports_for_others",
        help_text="Who said it on the person's behalf; empty when it was the person.",
    )  # fmt: skip
    changed_at = models.DateTimeField(default=timezone.now, help_text="When it was said or changed.")

    objects = SupportQuerySet.as_manager()

    class Meta:
        ordering = ["-need", "user__name"]
        constraints = [
            models.UniqueConstraint(fields=["item", "user"], name="one_support_per_person"),
            models.CheckConstraint(condition=Q(need__lte=3), name="need_is_0_to_3"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_need_display()}"
