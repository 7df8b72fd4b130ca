"""Needs and plans, from the proposal to the release."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from hub.accounts.models import Team
from hub.catalog.models import PipelineStep, Service
from hub.core import limits
from hub.demos.models import Demo
from hub.recordings.models import Segment
from hub.sigs.models import Conclusion, Group
from hub.status.models import Incident
from hub.voting.models import Decision

QUARTER = RegexValidator(r"^(19|2[0-9])[0-9]{2}-Q[1-4]\Z", "A quarter looks like 2026-Q4.")


class ItemQuerySet(models.QuerySet["RoadmapItem"]):
    def visible_to(self, user: Any) -> ItemQuerySet:
        """The roadmap is public; an item that was merged is found under the one it became part of."""
        return self.filter(canonical=None)

    def open(self) -> ItemQuerySet:
        """Items that still wait for something."""
        return self.exclude(state__in=RoadmapItem.CLOSED)

    def last_moved(self) -> ItemQuerySet:
        """Those that changed last, as far as their source says."""
        return self.order_by(Coalesce("updated_on", "proposed_on").desc(), "-pk")


_AllItems = models.Manager.from_queryset(ItemQuerySet)


class ItemManager(_AllItems):
    def get_queryset(self) -> ItemQuerySet:  # type: ignore[override]
        """Without the vectors: only the search for similar items wants them, and asks for them by name."""
        found: Any = super().get_queryset().defer("meaning", "meant_at")
        return found


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

    class Kind(models.TextChoices):
        MISSING = "missing", "Something is missing"
        TOOL = "tool", "A new tool or service"
        PAIN = "pain", "Something hurts"
        ACCESS = "access", "Access, quota or data"
        DOCS = "docs", "Docs or training"

    CLOSED = (State.SHIPPED, State.DECLINED, State.DEFERRED)

    slug = models.SlugField(max_length=limits.SLUG, unique=True, help_text="Name in addresses.")
    title = models.CharField(max_length=limits.NAME, help_text="The need in one line.")
    kind = models.CharField(
        max_length=10, choices=Kind, blank=True, db_index=True, help_text="What kind of need it is."
    )
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
    target_on = models.DateField(null=True, blank=True, help_text="Day it should be there.")
    estimate = models.DecimalField(
        max_digits=5, decimal_places=1, null=True, blank=True,
        validators=[MinValueValidator(Decimal("0.1"))], help_text="What it costs to build (team-weeks).",
    )  # fmt: skip
    impediment = models.CharField(
        max_length=limits.LINE, blank=True, help_text="What keeps it from going on; empty when nothing does."
    )
    impeded_at = models.DateTimeField(null=True, blank=True, help_text="Since when.")
    moved_at = models.DateTimeField(
        null=True, editable=False, help_text="When it moved last; kept by the database with every move."
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
    segments = models.ManyToManyField(
        Segment,
        blank=True,
        related_name="items",
        help_text="Spans of recordings in which it is talked about.",
    )
    conclusions = models.ManyToManyField(
        Conclusion, blank=True, related_name="items", help_text="Conclusions it follows from."
    )
    decisions = models.ManyToManyField(
        Decision, blank=True, related_name="items", help_text="Votes about it."
    )
    incident = models.ForeignKey(
        Incident, models.SET_NULL, null=True, blank=True, related_name="items",
        help_text="Incident it follows from.",
    )  # fmt: skip
    canonical = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts",
        help_text="The item it was merged into, at the end of all merges; empty while it stands for itself.",
    )  # fmt: skip
    supporters = models.PositiveIntegerField(
        default=0, editable=False, help_text="How many people need it, those of merged items included."
    )
    blocked = models.PositiveIntegerField(
        default=0, editable=False, help_text="How many of them cannot work without it."
    )
    meaning = models.BinaryField(
        null=True, editable=False, help_text="What it is about, as a vector (little-endian 16-bit floats)."
    )
    meant_at = models.DateTimeField(
        null=True, editable=False, help_text="When that was found out; the database writes it."
    )
    links = models.JSONField(
        default=list, blank=True, help_text="Further addresses, each with `label` and `url`."
    )
    details = models.JSONField(
        default=dict, blank=True, help_text="Further fields of the source it came from."
    )

    objects = ItemManager()

    class Meta:
        ordering = ["-proposed_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(canonical=None) | ~Q(canonical=F("pk")), name="item_is_not_part_of_itself"
            ),
            models.CheckConstraint(
                condition=Q(impediment="", impeded_at=None) | ~Q(impediment="") & Q(impeded_at__isnull=False),
                name="impediment_has_a_beginning",
            ),
        ]
        indexes = [
            models.Index(fields=["meant_at"], name="item_by_meant_at"),
            models.Index(
                fields=["-blocked", "-supporters", "-proposed_on", "-id"],
                include=["state"], condition=Q(canonical=None), name="item_by_need",
            ),
            models.Index(Coalesce("canonical", "id"), name="item_by_root"),
            models.Index(
                fields=["quarter", "step", "-blocked", "-supporters", "-proposed_on", "-id"],
                include=["state", "estimate"], condition=Q(canonical=None), name="item_by_quarter",
            ),
            models.Index(
                F("moved_at").desc(nulls_last=True), F("id").desc(), condition=Q(canonical=None),
                name="item_by_move",
            ),
            models.Index(
                fields=["-proposed_on", "-id"], include=["state"], condition=Q(canonical=None), name="item_by_age"
            ),
        ]  # fmt: skip

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
