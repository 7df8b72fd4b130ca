"""What was imported when, and what a source said last time."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from hub.core import limits


class Import(models.Model):
    """One source that was taken in, and what that changed."""

    source = models.CharField(max_length=limits.LINE, help_text="File or folder it came from.")
    form = models.CharField(
        max_length=20, help_text="What was recognised: groups, keps, landscape, talks or community."
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="imports",
        help_text="Who imported it; empty from the command line.",
    )  # fmt: skip
    at = models.DateTimeField(default=timezone.now, help_text="When.")
    created = models.PositiveIntegerField(default=0, help_text="Things that were new.")
    changed = models.PositiveIntegerField(default=0, help_text="Things that were changed.")
    unchanged = models.PositiveIntegerField(default=0, help_text="Things that were as they are.")
    counts = models.JSONField(default=dict, blank=True, help_text="The same by kind of thing.")

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.source}, {self.at:%-d %B %Y}"


class SheetQuerySet(models.QuerySet["Sheet"]):
    def of(self, user: Any) -> SheetQuerySet:
        """What this person uploaded; nobody else sees it."""
        return self.filter(uploaded_by=user.pk)


class Sheet(models.Model):
    """A table of items that somebody uploaded: kept until it was taken in or forgotten, so that nothing is lost."""

    KEPT = dt.timedelta(days=7)

    name = models.CharField(max_length=limits.NAME, help_text="Name of the file.")
    data = models.BinaryField(help_text="The file.")
    columns = models.JSONField(default=list, help_text="Field that each column fills, in their order.")
    states = models.JSONField(default=dict, help_text="State that each word means.")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="sheets", help_text="Who uploaded it."
    )
    uploaded_at = models.DateTimeField(default=timezone.now, db_index=True, help_text="When.")
    taken_in_at = models.DateTimeField(null=True, blank=True, help_text="When it was taken in.")
    result = models.JSONField(default=dict, blank=True, help_text="What became of its rows.")

    objects = SheetQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/roadmap/import/{self.pk}/"

    @property
    def kept_until(self) -> dt.datetime:
        """When it is forgotten."""
        return self.uploaded_at + self.KEPT


class Trace(models.Model):
    """What a source said of one thing when it last spoke, as digests by field.

    A field is written again only when its source says something new: what people changed in the hub stays.
    """

    kind = models.CharField(max_length=30, help_text="Kind of thing.")
    object_id = models.BigIntegerField(help_text="Key of the thing.")
    form = models.CharField(max_length=20, help_text="Sort of source it came from first.")
    told = models.JSONField(default=dict, help_text="Digest of the last word, by field.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="one_trace_per_thing")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id} from {self.form}"
