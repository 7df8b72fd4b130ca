"""What a group compares: options against criteria, with what was found and the evidence for it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from hub.core import limits
from hub.sigs.models.groups import Group


class EvaluationQuerySet(models.QuerySet["Evaluation"]):
    def visible_to(self, user: Any) -> EvaluationQuerySet:
        """Evaluations are public from the first word: evidence is gathered in the open."""
        return self


class Evaluation(models.Model):
    """A question a group looks into, with the options it compares."""

    class State(models.TextChoices):
        OPEN = "open", "Gathering findings"
        CLOSED = "closed", "Closed"

    slug = models.SlugField(max_length=limits.SLUG, unique=True, help_text="Name in addresses.")
    group = models.ForeignKey(
        Group, models.PROTECT, related_name="evaluations", help_text="Who looks into it."
    )
    question = models.CharField(max_length=limits.NAME, help_text="The question in one line.")
    context = models.TextField(
        blank=True, validators=[limits.text_limit], help_text="Why it is asked, and for whom (Markdown)."
    )
    state = models.CharField(
        max_length=10, choices=State, default=State.OPEN, help_text="Whether findings are still gathered."
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="evaluations",
        help_text="Who started it.",
    )  # fmt: skip
    created_on = models.DateField(default=timezone.localdate, help_text="The day it was started.")

    objects = EvaluationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_on", "-pk"]

    def __str__(self) -> str:
        return self.question

    def get_absolute_url(self) -> str:
        return f"/community/evaluations/{self.slug}/"


class Option(models.Model):
    """One of the things an evaluation compares."""

    evaluation = models.ForeignKey(
        Evaluation, models.CASCADE, related_name="options", help_text="Where it is compared."
    )
    name = models.CharField(max_length=limits.NAME, help_text="Its name, unique in the evaluation.")
    summary = models.CharField(max_length=limits.LINE, blank=True, help_text="What it is, in one line.")
    url = models.URLField(max_length=limits.URL, blank=True, help_text="Where to read about it.")
    status_quo = models.BooleanField(default=False, help_text="It means: everything stays as it is.")
    position = models.PositiveSmallIntegerField(default=0, help_text="Order on the page.")

    class Meta:
        ordering = ["evaluation", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["evaluation", "name"], name="option_compared_once")]

    def __str__(self) -> str:
        return self.name


class Criterion(models.Model):
    """What the options are compared by."""

    evaluation = models.ForeignKey(
        Evaluation, models.CASCADE, related_name="criteria", help_text="Where it is used."
    )
    name = models.CharField(max_length=limits.NAME, help_text="Its name, unique in the evaluation.")
    why = models.CharField(max_length=limits.LINE, blank=True, help_text="Why it matters.")
    position = models.PositiveSmallIntegerField(default=0, help_text="Order on the page.")

    class Meta:
        ordering = ["evaluation", "position", "pk"]
        verbose_name_plural = "criteria"
        constraints = [models.UniqueConstraint(fields=["evaluation", "name"], name="criterion_used_once")]

    def __str__(self) -> str:
        return self.name


class Finding(models.Model):
    """A pro or con of one option by one criterion, with its evidence."""

    class Leaning(models.TextChoices):
        PRO = "pro", "Pro"
        CON = "con", "Con"

    option = models.ForeignKey(Option, models.CASCADE, related_name="findings", help_text="About what.")
    criterion = models.ForeignKey(
        Criterion, models.CASCADE, related_name="findings", help_text="By which criterion."
    )
    leaning = models.CharField(max_length=3, choices=Leaning, help_text="Whether it speaks for the option.")
    text = models.CharField(max_length=limits.LINE, help_text="What was found.")
    evidence_url = models.URLField(
        max_length=limits.URL, blank=True, help_text="Where to see it: a page, a demo at its minute."
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="findings",
        help_text="Who found it.",
    )  # fmt: skip
    created_at = models.DateTimeField(default=timezone.now, help_text="When it was written.")

    class Meta:
        ordering = ["option", "criterion", "leaning", "pk"]

    def __str__(self) -> str:
        return f"{self.get_leaning_display()}: {self.text}"
