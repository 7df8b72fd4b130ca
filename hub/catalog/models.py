"""Services and clusters of the platform, the stages they went through, and what runs where."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, F, OuterRef, Prefetch, Q, Subquery, When
from django.db.models.functions import Coalesce

from hub.accounts.models import Team
from hub.core import limits
from hub.sigs.models import Conclusion, Group


class PipelineStep(models.TextChoices):
    """The steps of a machine-learning pipeline, in the order of the work."""

    EXTRACTION = "extraction", "Data extraction"
    PREPARATION = "preparation", "Data preparation"
    EXPERIMENTATION = "experimentation", "Experimentation"
    TRAINING = "training", "Training"
    REGISTRY = "registry", "Model registry"
    SERVING = "serving", "Serving"
    MONITORING = "monitoring", "Monitoring"
    PLATFORM = "platform", "Platform"


class StagedQuerySet(models.QuerySet[Any]):
    """Reads shared by everything that has dated stages."""

    def visible_to(self, user: Any) -> Self:
        """The catalogue is public."""
        return self

    def with_stage(self, day: dt.date) -> Self:
        """Adds `stage` and `stage_since` as they were on that day, without a query per row."""
        stage_model = self.model._meta.get_field("stages").related_model
        rows = stage_model.objects.in_force(day).filter(subject=OuterRef("pk"))
        return self.annotate(
            stage=Subquery(rows.values("stage")[:1]), stage_since=Subquery(rows.values("starts_on")[:1])
        )


class ServiceQuerySet(StagedQuerySet):
    """What people ask of the list of services."""

    def matching(self, words: str) -> ServiceQuerySet:
        """Services with the words in their name, summary or tags; without words, all."""
        hit = Q(name__icontains=words) | Q(summary__icontains=words) | Q(tags__icontains=words)
        return self.filter(hit) if words else self

    def in_order_of_work(self) -> ServiceQuerySet:
        """By pipeline step, from extraction to monitoring, then by name."""
        steps = [When(step=step, then=place) for place, step in enumerate(PipelineStep.values)]
        return self.order_by(Case(*steps, default=len(steps)), "name", "pk")

    def with_places(self, day: dt.date) -> ServiceQuerySet:
        """Loads owners, and as `places` the clusters each runs on that day: one more query for all."""
        rows = Enablement.objects.on(day).select_related("cluster")
        return self.select_related("owner", "group").prefetch_related(
            Prefetch("enablements", rows, to_attr="places")
        )

    def on(self, cluster: Cluster, day: dt.date) -> ServiceQuerySet:
        """Services that run on the cluster on that day, each with `opens_at`, its address there."""
        rows = Enablement.objects.on(day).filter(cluster=cluster)
        here = Subquery(rows.filter(service=OuterRef("pk")).values("url")[:1])
        return self.filter(pk__in=rows.values("service")).annotate(opens_at=here)

    def ladder(self, day: dt.date) -> list[tuple[str, str | None, str, str]]:
        """Pipeline step, stage on that day, name and slug of each service, for the picture of all of them."""
        return list(self.with_stage(day).values_list("step", "stage", "name", "slug"))


class ClusterQuerySet(StagedQuerySet):
    """What people ask of the list of clusters."""

    def with_load(self, day: dt.date) -> ClusterQuerySet:
        """Adds `load`: how many services run on it on that day."""
        running = Enablement.objects.on(day).filter(cluster=OuterRef("pk")).order_by().values("cluster")
        count = running.annotate(count=models.Count("pk")).values("count")
        return self.annotate(load=Coalesce(Subquery(count), 0))


class Service(models.Model):
    """A service of the platform, such as Kubeflow Notebooks or MLflow."""

    slug = models.SlugField(max_length=limits.SLUG, unique=True, help_text="Name in addresses.")
    name = models.CharField(max_length=limits.NAME, help_text="Name shown to people.")
    summary = models.CharField(max_length=limits.LINE, blank=True, help_text="What it does, in one line.")
    description = models.TextField(
        blank=True, validators=[limits.text_limit], help_text="More about it (Markdown)."
    )
    step = models.CharField(
        max_length=20,
        choices=PipelineStep,
        default=PipelineStep.PLATFORM,
        help_text="Pipeline step it serves.",
    )
    owner = models.ForeignKey(
        Team, models.SET_NULL, null=True, blank=True, related_name="services", help_text="Team that runs it."
    )
    group = models.ForeignKey(
        Group,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="services",
        help_text="Group that steers it.",
    )
    version = models.CharField(
        max_length=60, blank=True, help_text="The version that runs on the platform now."
    )
    homepage_url = models.URLField(max_length=limits.URL, blank=True, help_text="Its own site.")
    source_url = models.URLField(max_length=limits.URL, blank=True, help_text="Its source code.")
    support = models.CharField(
        max_length=limits.LINE, blank=True, help_text="Where to ask: a channel or address."
    )
    tags = ArrayField(models.CharField(max_length=60), default=list, blank=True, help_text="Free words.")
    conclusions = models.ManyToManyField(
        Conclusion, blank=True, related_name="services", help_text="Conclusions of groups about it."
    )
    needs = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="needed_by",
        help_text="Services it cannot work without.",
    )
    details = models.JSONField(
        default=dict, blank=True, help_text="Further fields of the source it came from."
    )

    objects = ServiceQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/services/{self.slug}/"


class Cluster(models.Model):
    """A Kubernetes cluster on which services are enabled."""

    class Purpose(models.TextChoices):
        SANDBOX = "sandbox", "Sandbox"
        DEVELOPMENT = "development", "Development"
        STAGING = "staging", "Staging"
        PRODUCTION = "production", "Production"

    slug = models.SlugField(max_length=limits.SLUG, unique=True, help_text="Name in addresses.")
    name = models.CharField(max_length=limits.NAME, help_text="Name shown to people.")
    purpose = models.CharField(
        max_length=20, choices=Purpose, default=Purpose.DEVELOPMENT, help_text="What it is meant for."
    )
    region = models.CharField(max_length=limits.NAME, blank=True, help_text="Where it runs.")
    description = models.TextField(
        blank=True, validators=[limits.text_limit], help_text="More about it (Markdown)."
    )
    services = models.ManyToManyField(Service, through="Enablement", related_name="clusters")
    teams = models.ManyToManyField(
        Team, blank=True, related_name="clusters", help_text="Teams that work on it; empty when nobody said."
    )
    details = models.JSONField(
        default=dict, blank=True, help_text="Further fields of the source it came from."
    )

    objects = ClusterQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/clusters/{self.slug}/"


class StageQuerySet(models.QuerySet[Any]):
    def in_force(self, day: dt.date) -> StageQuerySet:
        """Rows that had begun on that day, the effective one first (of equal days the last written wins)."""
        return self.filter(starts_on__lte=day).order_by("-starts_on", "-pk")


class StageRow(models.Model):
    """A dated step of a lifecycle: past rows stay, a correction is a new row with its reason."""

    starts_on = models.DateField(help_text="First day of the stage.")
    reason = models.CharField(max_length=limits.LINE, blank=True, help_text="Why it moved.")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who moved it.",
    )

    objects = StageQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["starts_on", "pk"]


class ServiceStage(StageRow):
    """Where a service stands in its lifecycle, from a day on."""

    class Stage(models.TextChoices):
        PLANNED = "planned", "Planned"
        ALPHA = "alpha", "Alpha"
        BETA = "beta", "Beta"
        STABLE = "stable", "Stable"
        DEPRECATED = "deprecated", "Deprecated"
        RETIRED = "retired", "Retired"

    subject = models.ForeignKey(Service, models.CASCADE, related_name="stages", help_text="The service.")
    stage = models.CharField(max_length=20, choices=Stage, help_text="The stage that begins.")

    class Meta(StageRow.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "stage", "starts_on"], name="service_stage_starts_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject}: {self.get_stage_display()} from {self.starts_on}"


class ClusterStage(StageRow):
    """Where a cluster stands in its lifecycle, from a day on."""

    class Stage(models.TextChoices):
        PROVISIONING = "provisioning", "Provisioning"
        PREVIEW = "preview", "Preview"
        SUPPORTED = "supported", "Supported"
        DEPRECATED = "deprecated", "Deprecated"
        DECOMMISSIONED = "decommissioned", "Decommissioned"

    subject = models.ForeignKey(Cluster, models.CASCADE, related_name="stages", help_text="The cluster.")
    stage = models.CharField(max_length=20, choices=Stage, help_text="The stage that begins.")

    class Meta(StageRow.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "stage", "starts_on"], name="cluster_stage_starts_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject}: {self.get_stage_display()} from {self.starts_on}"


class EnablementQuerySet(models.QuerySet["Enablement"]):
    def on(self, day: dt.date) -> EnablementQuerySet:
        """Enablements in force on that day."""
        return self.filter(starts_on__lte=day).filter(Q(ends_on=None) | Q(ends_on__gt=day))


class Enablement(models.Model):
    """A service running on a cluster, from a day to a day."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="enablements", help_text="What runs.")
    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="enablements", help_text="Where.")
    url = models.URLField(max_length=limits.URL, blank=True, help_text="Where its users open it.")
    starts_on = models.DateField(help_text="First day.")
    ends_on = models.DateField(null=True, blank=True, help_text="First day no longer; empty while it lasts.")

    objects = EnablementQuerySet.as_manager()

    class Meta:
        ordering = ["cluster__name", "service__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["service", "cluster"], condition=Q(ends_on=None), name="enabled_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")),
                name="enablement_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service} on {self.cluster}"
