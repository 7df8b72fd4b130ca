"""Golden paths, their steps, and the publications of the docs site."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from hub.catalog.models import Service
from hub.core import limits
from hub.recordings.models import Segment
from hub.sigs.models import Group


class PathQuerySet(models.QuerySet["Path"]):
    def visible_to(self, user: Any) -> PathQuerySet:
        """Golden paths are public."""
        return self


class Path(models.Model):
    """The recommended and supported way of one persona to one outcome."""

    slug = models.SlugField(max_length=limits.SLUG, unique=True, help_text="Name in addresses.")
    title = models.CharField(max_length=limits.NAME, help_text="Name shown to people.")
    persona = models.CharField(
        max_length=limits.NAME, help_text="For whom: data scientist, ML engineer, analyst."
    )
    outcome = models.CharField(max_length=limits.LINE, help_text="What they have at the end.")
    introduction = models.TextField(
        blank=True, validators=[limits.text_limit], help_text="What to know before (Markdown)."
    )
    group = models.ForeignKey(
        Group,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="paths",
        help_text="Group that looks after it.",
    )
    support = models.CharField(max_length=limits.LINE, blank=True, help_text="Where to ask.")
    verified_on = models.DateField(null=True, blank=True, help_text="Last day somebody walked it.")

    objects = PathQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/docs/paths/{self.slug}/"


class Step(models.Model):
    """One step of a golden path."""

    path = models.ForeignKey(Path, models.CASCADE, related_name="steps", help_text="The path.")
    position = models.PositiveSmallIntegerField(help_text="Its place, from 1.")
    title = models.CharField(max_length=limits.NAME, help_text="What to do.")
    body = models.TextField(blank=True, validators=[limits.text_limit], help_text="How (Markdown).")
    expect = models.CharField(max_length=limits.LINE, blank=True, help_text="What you should see at its end.")
    minutes = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="How long it takes (minutes)."
    )
    services = models.ManyToManyField(
        Service, blank=True, related_name="steps", help_text="Services it needs."
    )
    segment = models.ForeignKey(
        Segment,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="steps",
        help_text="The piece of a demo to watch.",
    )

    class Meta:
        ordering = ["path", "position"]
        constraints = [models.UniqueConstraint(fields=["path", "position"], name="one_step_per_position")]

    def __str__(self) -> str:
        return f"{self.position}. {self.title}"


class DocPageQuerySet(models.QuerySet["DocPage"]):
    def visible_to(self, user: Any) -> DocPageQuerySet:
        """The docs are public."""
        return self


class DocPage(models.Model):
    """A hand-written page of the published docs, as the search finds it. Each publish writes it anew."""

    path = models.CharField(
        max_length=limits.LINE, unique=True, blank=True, help_text="Its address below /docs/."
    )
    title = models.CharField(max_length=limits.NAME, help_text="Name shown to people.")
    text = models.TextField(blank=True, help_text="Its words, without markup.")

    objects = DocPageQuerySet.as_manager()

    class Meta:
        ordering = ["path"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/docs/{self.path}"


class PublicationQuerySet(models.QuerySet["Publication"]):
    def unfinished(self) -> PublicationQuerySet:
        """Publications that wait or run."""
        return self.filter(state__in=[Publication.State.WAITING, Publication.State.RUNNING])


class Publication(models.Model):
    """A wish to publish the docs, and what became of it; wishes collapse into one that waits."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        RUNNING = "running", "Running"
        PUBLISHED = "published", "Published"
        UNCHANGED = "unchanged", "Nothing changed"
        FAILED = "failed", "Failed"

    state = models.CharField(max_length=10, choices=State, default=State.WAITING, help_text="How far it is.")
    wished_at = models.DateTimeField(default=timezone.now, help_text="When it was first wished for.")
    started_at = models.DateTimeField(null=True, blank=True, help_text="When it began.")
    finished_at = models.DateTimeField(null=True, blank=True, help_text="When it ended.")
    pages = models.PositiveIntegerField(null=True, blank=True, help_text="Pages of the site.")
    changed = models.JSONField(default=list, blank=True, help_text="Pages that changed.")
    build = models.CharField(max_length=60, blank=True, help_text="Name of the build it made.")
    reason = models.TextField(blank=True, help_text="Why it failed or waits.")

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ["-wished_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["state"], condition=Q(state="waiting"), name="one_publication_waits"
            ),
        ]

    def __str__(self) -> str:
        return f"Publication {self.pk}: {self.get_state_display()}"
