"""The spans of recordings that show one thing, and what they are linked to."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils import timezone

from hub.accounts.models import Team
from hub.catalog.models import Service, ServiceStage
from hub.core import limits
from hub.demos.models import Demo
from hub.meetings.models import AgendaItem
from hub.recordings.models.recordings import Recording, clock

LEAVING = (ServiceStage.Stage.DEPRECATED, ServiceStage.Stage.RETIRED)


class SegmentServiceQuerySet(models.QuerySet["SegmentService"]):
    def outdated(self) -> SegmentServiceQuerySet:
        """Links to services that have moved on since: another version runs now, or they are on their way out.

        Adds `stage` and `stage_since` of the service where it was deprecated or retired after the recording.
        """
        day = timezone.localdate()
        stages = ServiceStage.objects.in_force(day).filter(subject=OuterRef("service"))
        rows = self.annotate(
            stage=Subquery(stages.values("stage")[:1]), stage_since=Subquery(stages.values("starts_on")[:1])
        )
        other = ~Q(version="") & ~Q(service__version="") & ~Q(version=F("service__version"))
        gone = Q(stage__in=LEAVING, stage_since__gt=F("segment__recording__recorded_on"))
        return (
            rows.filter(other | gone).select_related("service", "segment").order_by("segment__starts_s", "pk")
        )


class SegmentQuerySet(models.QuerySet["Segment"]):
    def visible_to(self, user: Any) -> SegmentQuerySet:
        """A segment is shown to whom its recording is shown."""
        rows = self.filter(recording__in=Recording.objects.visible_to(user)).select_related("recording")
        return rows.with_age()

    def with_age(self) -> SegmentQuerySet:
        """Adds `shows_older`: a service that it shows has moved on since."""
        return self.annotate(
            shows_older=Exists(SegmentService.objects.outdated().filter(segment=OuterRef("pk")))
        )


class Segment(models.Model):
    """The span of a recording that shows one thing."""

    class Source(models.TextChoices):
        PERSON = "person", "By hand"
        AGENDA = "agenda", "From the agenda"
        FILE = "file", "From the file's chapters"
        IMPORTED = "imported", "Imported"

    recording = models.ForeignKey(
        Recording, models.CASCADE, related_name="segments", help_text="The recording."
    )
    demo = models.ForeignKey(
        Demo, models.CASCADE, null=True, blank=True, related_name="segments", help_text="The demo it shows."
    )
    title = models.CharField(max_length=limits.NAME, help_text="What it shows.")
    source = models.CharField(
        max_length=10, choices=Source, default=Source.IMPORTED, help_text="Where it comes from."
    )
    agenda_item = models.ForeignKey(
        AgendaItem, models.SET_NULL, null=True, blank=True, related_name="segments",
        help_text="The point of the agenda it shows.",
    )  # fmt: skip
    services = models.ManyToManyField(
        Service, through="SegmentService", blank=True, related_name="segments", help_text="Services it shows."
    )
    teams = models.ManyToManyField(
        Team, blank=True, related_name="segments", help_text="Teams it is about or by."
    )
    pages = ArrayField(
        models.CharField(max_length=limits.URL), default=list, blank=True,
        help_text="Pages of the docs it shows, each as its path, with # and a heading for a part of one.",
    )  # fmt: skip
    starts_s = models.PositiveIntegerField(help_text="Where it begins (seconds).")
    ends_s = models.PositiveIntegerField(help_text="Where it ends (seconds).")

    objects = SegmentQuerySet.as_manager()

    class Meta:
        ordering = ["recording", "starts_s"]
        constraints = [
            models.UniqueConstraint(fields=["recording", "starts_s", "title"], name="one_segment_per_start"),
            models.CheckConstraint(
                condition=Q(ends_s__gt=F("starts_s")), name="segment_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"{self.recording.get_absolute_url()}?t={self.starts_s}"

    @property
    def starts_clock(self) -> str:
        """Where it begins, as players show it."""
        return clock(self.starts_s)


class SegmentService(models.Model):
    """A service that a segment shows, and in which version."""

    segment = models.ForeignKey(Segment, models.CASCADE, help_text="The segment.")
    service = models.ForeignKey(Service, models.CASCADE, help_text="The service.")
    version = models.CharField(max_length=60, blank=True, help_text="The version shown; empty if unknown.")

    objects = SegmentServiceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["segment", "service"], name="one_link_per_segment_and_service"),
        ]

    def __str__(self) -> str:
        return f"{self.service} in {self.segment}"

    @property
    def moved_on(self) -> str:
        """What has changed since, in words; needs the rows of `outdated`."""
        stage, since = getattr(self, "stage", None), getattr(self, "stage_since", None)
        if stage in LEAVING and since:
            return f"{self.service} is {ServiceStage.Stage(stage).label.lower()} since {since:%-d %B %Y}"
        return f"{self.service} {self.version} is shown; {self.service.version} runs now"


class Suggestion(models.Model):
    """A link that the words of a recording suggest, with the sentence as proof; a person accepts or dismisses it."""

    class Kind(models.TextChoices):
        SERVICE = "service", "Service"
        TEAM = "team", "Team"
        DEMO = "demo", "Demo"
        ITEM = "item", "Roadmap item"

    class State(models.TextChoices):
        OPEN = "open", "Open"
        ACCEPTED = "accepted", "Accepted"
        DISMISSED = "dismissed", "Dismissed"

    recording = models.ForeignKey(
        Recording, models.CASCADE, related_name="suggestions", help_text="The recording."
    )
    segment = models.ForeignKey(
        Segment, models.CASCADE, null=True, blank=True, related_name="suggestions",
        help_text="The span it was said in, when there is one.",
    )  # fmt: skip
    kind = models.CharField(max_length=10, choices=Kind, help_text="What it would be linked to.")
    key = models.SlugField(
        max_length=limits.SLUG, help_text="The name in addresses of what it would be linked to."
    )
    at_ms = models.PositiveIntegerField(help_text="When it was said (milliseconds).")
    sentence = models.TextField(validators=[limits.text_limit], help_text="What was said, as proof.")
    times = models.PositiveIntegerField(default=1, help_text="How often it is named in the span.")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN, help_text="What became of it.")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who decided.",
    )

    class Meta:
        ordering = ["at_ms", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["recording", "segment", "kind", "key"],
                name="one_suggestion_per_link",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.key}"

    @property
    def at_s(self) -> int:
        """The second in which it was said."""
        return self.at_ms // 1000
