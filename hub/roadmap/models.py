"""The roadmap: needs and plans, and who needs them how badly."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from hub.accounts.models import Team
from hub.catalog.models import PipelineStep, Service
from hub.core import limits
from hub.demos.models import Demo
from hub.sigs.models import Conclusion, Group

QUARTER = RegexValidator(r"^\d{4}-Q[1-4]\Z", "A quarter looks like 2026-Q4.")


class ItemQuerySet(models.QuerySet["RoadmapItem"]):
    def visible_to(self, user: Any) -> ItemQuerySet:
        """The roadmap is public."""
        return self

    def open(self) -> ItemQuerySet:
        """Items that still wait for something."""
        return self.exclude(state__in=RoadmapItem.CLOSED)

    def last_moved(self) -> ItemQuerySet:
        """Those that changed last, as far as their source says."""
        return self.order_by(Coalesce("updated_on", "proposed_on").desc(), "-pk")

    def with_support(self) -> ItemQuerySet:
        """Adds `supporters` (people with a need) and `blocked` (people who cannot work without)."""
        return self.annotate(
            supporters=support_count(Q(need__gt=0)),
            blocked=support_count(Q(need=Support.Need.BLOCKED)),
        )


def support_count(which: Q) -> Coalesce:
    """How many people's support counts, as a subquery: joining the rows would undo the list's order."""
    rows = Support.objects.filter(which, item=OuterRef("pk")).order_by().values("item")
    return Coalesce(Subquery(rows.annotate(number=Count("pk")).values("number")), 0)


class RoadmapItem(models.Model):
    """A need or plan of the platform, from the proposal to the release."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "Proposed"
        UNDER_REVIEW = "under-review", "Under review"
        ACCEPTED = "accepted", "Accepted"
        PLANNED = "planned", "Planned"
        IN_PROGRESS = "in-progress", "In progress"
        SHIPPED = "shipped", "Shipped"
        DECLINED = "declined", "Declined"
        DEFERRED = "deferred", "Deferred"

    CLOSED = (State.SHIPPED, State.DECLINED, State.DEFERRED)

    slug = models.SlugField(max_length=limits.SLUG, unique=True, help_text="Name in addresses.")
    title = models.CharField(max_length=limits.NAME, help_text="The need in one line.")
    need = models.TextField(
        blank=True, validators=[limits.text_limit], help_text="What is needed and why (Markdown)."
    )
    for_whom = models.CharField(max_length=limits.LINE, blank=True, help_text="Who needs it.")
    workaround = models.TextField(
        blank=True, validators=[limits.text_limit], help_text="How they get by today (Markdown)."
    )
    state = models.CharField(
        max_length=20, choices=State, default=State.PROPOSED, db_index=True, help_text="How far it is."
    )
    state_reason = models.CharField(max_length=limits.LINE, blank=True, help_text="Why it is in this state.")
    quarter = models.CharField(
        max_length=7,
        blank=True,
        validators=[QUARTER],
        db_index=True,
        help_text="Quarter it is planned for: 2026-Q4.",
    )
    step = models.CharField(
        max_length=20, choices=PipelineStep, blank=True, help_text="Pipeline step it is about."
    )
    group = models.ForeignKey(
        Group, models.SET_NULL, null=True, blank=True, related_name="items", help_text="Group that steers it."
    )
    team = models.ForeignKey(
        Team, models.SET_NULL, null=True, blank=True, related_name="items", help_text="Team that builds it."
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="owned_items",
        help_text="Person who answers for it.",
    )  # fmt: skip
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="proposed_items",
        help_text="Person who proposed it.",
    )  # fmt: skip
    proposed_on = models.DateField(default=timezone.localdate, help_text="Day it was proposed.")
    updated_on = models.DateField(
        null=True, blank=True, help_text="Day of its last change, as in the source."
    )
    services = models.ManyToManyField(
        Service, blank=True, related_name="items", help_text="Services it concerns."
    )
    demos = models.ManyToManyField(Demo, blank=True, related_name="items", help_text="Demos about it.")
    conclusions = models.ManyToManyField(
        Conclusion, blank=True, related_name="items", help_text="Conclusions it follows from."
    )
    links = models.JSONField(
        default=list, blank=True, help_text="Further addresses, each with `label` and `url`."
    )
    details = models.JSONField(
        default=dict, blank=True, help_text="Further fields of the source it came from."
    )

    objects = ItemQuerySet.as_manager()

    class Meta:
        ordering = ["-proposed_on", "-pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/roadmap/{self.slug}/"

    @property
    def is_closed(self) -> bool:
        """Nothing more will happen to it."""
        return self.state in self.CLOSED


class ItemStage(models.Model):
    """A stage an item reached in a release (alpha, beta, stable), as enhancement proposals keep them."""

    item = models.ForeignKey(RoadmapItem, models.CASCADE, related_name="stages", help_text="The item.")
    stage = models.CharField(max_length=20, help_text="Stage: alpha, beta, stable, deprecated or removed.")
    milestone = models.CharField(max_length=60, help_text="Release in which it was or will be reached.")
    position = models.PositiveSmallIntegerField(default=0, help_text="Order of the stages.")

    class Meta:
        ordering = ["item", "position"]
        constraints = [models.UniqueConstraint(fields=["item", "stage"], name="one_milestone_per_stage")]

    def __str__(self) -> str:
        return f"{self.stage} in {self.milestone}"


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
    changed_at = models.DateTimeField(default=timezone.now, help_text="When it was said or changed.")

    class Meta:
        ordering = ["-need", "user__name"]
        constraints = [
            models.UniqueConstraint(fields=["item", "user"], name="one_support_per_person"),
            models.CheckConstraint(condition=Q(need__lte=3), name="need_is_0_to_3"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_need_display()}"
