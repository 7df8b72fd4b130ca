"""What a group compares: options against criteria, with what was found and the evidence for it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Count, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from hub.core import limits
from hub.sigs.evidence import evidence_address
from hub.sigs.models.groups import Group


def _count(rows: models.QuerySet[Any], by: str) -> Coalesce:
    """How many rows belong to each evaluation, counted apart from all other joins."""
    counts = rows.filter(**{by: OuterRef("pk")}).order_by().values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counts, output_field=IntegerField()), 0)


class EvaluationQuerySet(models.QuerySet["Evaluation"]):
    def visible_to(self, user: Any) -> EvaluationQuerySet:
        """Evaluations are public from the first word: evidence is gathered in the open."""
        return self

    def open(self) -> EvaluationQuerySet:
        """Those that still gather findings."""
        return self.filter(state=Evaluation.State.OPEN)

    def matching(self, words: str) -> EvaluationQuerySet:
        """Evaluations with the words in what they ask or compare; without words, all."""
        if not words:
            return self
        compared = Option.objects.filter(evaluation=OuterRef("pk"), name__icontains=words)
        hit = Q(question__icontains=words) | Q(context__icontains=words) | models.Exists(compared)
        return self.filter(hit)

    def with_counts(self) -> EvaluationQuerySet:
        """Adds how many options, criteria and findings each has: `option_count` and so on."""
        return self.annotate(
            option_count=_count(Option.objects.all(), "evaluation"),
            criterion_count=_count(Criterion.objects.all(), "evaluation"),
            finding_count=_count(Finding.objects.all(), "option__evaluation"),
        )


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

    @property
    def is_open(self) -> bool:
        """Still gathers findings."""
        return self.state == self.State.OPEN


class Option(models.Model):
    """One of the things an evaluation compares."""

    evaluation = models.ForeignKey(
        Evaluation, models.CASCADE, related_name="options", help_text="Where it is compared."
    )
    key = models.SlugField(max_length=60, help_text="Its name in addresses and files; it stays.")
    name = models.CharField(max_length=limits.NAME, help_text="Its name, unique in the evaluation.")
    summary = models.CharField(max_length=limits.LINE, blank=True, help_text="What it is, in one line.")
    url = models.URLField(max_length=limits.URL, blank=True, help_text="Where to read about it.")
    status_quo = models.BooleanField(default=False, help_text="It means: everything stays as it is.")
    position = models.PositiveSmallIntegerField(default=0, help_text="Order on the page.")

    class Meta:
        ordering = ["evaluation", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "name"],
                name="option_compared_once",
                violation_error_message="An option with this name is compared already.",
            ),
            models.UniqueConstraint(fields=["evaluation", "key"], name="one_compared_option_per_key"),
            models.UniqueConstraint(
                fields=["evaluation"],
                condition=Q(status_quo=True),
                name="one_status_quo_per_evaluation",
                violation_error_message="Another option already means that everything stays as it is.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Criterion(models.Model):
    """What the options are compared by."""

    evaluation = models.ForeignKey(
        Evaluation, models.CASCADE, related_name="criteria", help_text="Where it is used."
    )
    key = models.SlugField(max_length=60, help_text="Its name in addresses and files; it stays.")
    name = models.CharField(max_length=limits.NAME, help_text="Its name, unique in the evaluation.")
    why = models.CharField(max_length=limits.LINE, blank=True, help_text="Why it matters.")
    position = models.PositiveSmallIntegerField(default=0, help_text="Order on the page.")

    class Meta:
        ordering = ["evaluation", "position", "pk"]
        verbose_name_plural = "criteria"
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "name"],
                name="criterion_used_once",
                violation_error_message="A criterion with this name is used already.",
            ),
            models.UniqueConstraint(fields=["evaluation", "key"], name="one_criterion_per_key"),
        ]

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
    key = models.SlugField(max_length=60, help_text="Its name in files; it stays when the text is changed.")
    text = models.CharField(max_length=limits.LINE, help_text="What was found.")
    evidence_url = models.CharField(
        max_length=limits.URL, blank=True, validators=[evidence_address],
        help_text="Where to see it: a page, a demo, a recording at its minute.",
    )  # fmt: skip
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="findings",
        help_text="Who found it.",
    )  # fmt: skip
    created_at = models.DateTimeField(default=timezone.now, help_text="When it was written.")

    class Meta:
        ordering = ["option", "criterion", "-leaning", "pk"]  # what speaks for it first
        constraints = [
            models.UniqueConstraint(fields=["option", "criterion", "key"], name="one_finding_per_key")
        ]

    def __str__(self) -> str:
        return f"{self.get_leaning_display()}: {self.text}"
