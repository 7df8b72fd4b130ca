"""What groups concluded: for whom it holds, how sure they are, and when to look at it again."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.expressions import RawSQL

from hub.core import limits
from hub.sigs.models.evaluations import Evaluation
from hub.sigs.models.groups import Group

CHAIN = """
WITH RECURSIVE chain(id, supersedes_id) AS (
    SELECT id, supersedes_id FROM sigs_conclusion WHERE id = %s
    UNION
    SELECT c.id, c.supersedes_id FROM sigs_conclusion c
    JOIN chain ON c.id = chain.supersedes_id OR c.supersedes_id = chain.id
) SELECT id FROM chain
"""  # both ways: what it took the place of, and what took its own


def draft_waits() -> Exists:
    """Whether a draft that the hub wrote waits for the group: a return condition was met, or the day came."""
    drafted = Conclusion.objects.filter(reopened_by__state="draft", reopened_by__created_by=None)
    return Exists(drafted.filter(pk=OuterRef("pk")))


class ConclusionQuerySet(models.QuerySet["Conclusion"]):
    def visible_to(self, user: Any) -> ConclusionQuerySet:
        """Conclusions are public."""
        return self

    def in_force(self) -> ConclusionQuerySet:
        """Conclusions that no later one took the place of."""
        return self.filter(superseded_by=None)

    def superseded(self) -> ConclusionQuerySet:
        """Conclusions whose place a later one took."""
        return self.exclude(superseded_by=None)

    def due(self, day: dt.date) -> ConclusionQuerySet:
        """Those to look at again: in force, and their day has come, or a draft that the hub wrote waits."""
        return self.in_force().filter(Q(review_on__lte=day) | draft_waits())

    def with_due(self, day: dt.date) -> ConclusionQuerySet:
        """Each knows whether it is to be looked at again (`is_due`), and whether a draft waits (`waits`)."""
        due = Conclusion.objects.due(day).filter(pk=OuterRef("pk"))
        return self.annotate(waits=draft_waits(), is_due=Exists(due))

    def in_chain_of(self, conclusion: Conclusion) -> ConclusionQuerySet:
        """It, all that it took the place of, and all that took its own."""
        return self.filter(pk__in=RawSQL(CHAIN, [conclusion.pk]))  # noqa: S611 -- no word of it is from people

    def matching(self, words: str) -> ConclusionQuerySet:
        """Conclusions with the words in their title or verdict; without words, all."""
        return self.filter(Q(title__icontains=words) | Q(verdict__icontains=words)) if words else self


class Conclusion(models.Model):
    """What a group concluded, why, and when to look at it again."""

    class Confidence(models.TextChoices):
        LOW = "low", "Low: we may well be wrong"
        MEDIUM = "medium", "Medium: good reasons, open questions"
        HIGH = "high", "High: we would be surprised to be wrong"

    slug = models.SlugField(max_length=limits.SLUG, unique=True, help_text="Name in addresses.")
    group = models.ForeignKey(
        Group, models.CASCADE, related_name="conclusions", help_text="Who concluded it."
    )
    evaluation = models.ForeignKey(
        Evaluation, models.SET_NULL, null=True, blank=True, related_name="conclusions",
        help_text="Where the options were compared.",
    )  # fmt: skip
    title = models.CharField(max_length=limits.NAME, help_text="The conclusion in one line.")
    verdict = models.TextField(validators=[limits.text_limit], help_text="What was concluded (Markdown).")
    reasons = models.TextField(blank=True, validators=[limits.text_limit], help_text="Why (Markdown).")
    conditions = models.TextField(
        blank=True, validators=[limits.text_limit], help_text="Under which conditions it holds (Markdown)."
    )
    dissent = models.TextField(
        blank=True, validators=[limits.text_limit], help_text="Who saw it otherwise, and why (Markdown)."
    )
    confidence = models.CharField(
        max_length=10, choices=Confidence, blank=True, help_text="How sure the group is."
    )
    return_condition = models.CharField(
        max_length=limits.LINE, blank=True, help_text="What would make the group look at it again."
    )
    concluded_on = models.DateField(help_text="The day it was concluded.")
    review_on = models.DateField(null=True, blank=True, help_text="The day to look at it again.")
    asked_for = models.DateField(
        null=True, blank=True, help_text="The review date on which the group was last told."
    )
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by",
        help_text="The earlier conclusion whose place it takes.",
    )  # fmt: skip

    objects = ConclusionQuerySet.as_manager()

    class Meta:
        ordering = ["-concluded_on", "title"]
        constraints = [
            models.CheckConstraint(
                condition=Q(supersedes=None) | ~Q(supersedes=F("pk")),
                name="conclusion_supersedes_another",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/community/conclusions/{self.slug}/"

    @property
    def confidence_word(self) -> str:
        """How sure the group is, in a word: “medium”."""
        return self.get_confidence_display().partition(":")[0].lower()


class CaseVerdict(models.Model):
    """What was concluded for one use case, where it differs from the rest."""

    conclusion = models.ForeignKey(
        Conclusion, models.CASCADE, related_name="cases", help_text="The conclusion it belongs to."
    )
    use_case = models.CharField(max_length=limits.NAME, help_text="For what, such as “batch scoring”.")
    verdict = models.CharField(max_length=limits.LINE, help_text="What holds for it.")
    position = models.PositiveSmallIntegerField(default=0, help_text="Order on the page.")

    class Meta:
        ordering = ["conclusion", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["conclusion", "use_case"], name="one_verdict_per_use_case")
        ]

    def __str__(self) -> str:
        return f"{self.use_case}: {self.verdict}"
