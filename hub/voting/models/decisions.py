"""A question put to a frozen electorate, with the rules it is decided by."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from hub.catalog.models import Service
from hub.core import limits
from hub.sigs.models import Conclusion, Evaluation, Group, Term
from hub.voting.models.settings import Settings


class DecisionQuerySet(models.QuerySet["Decision"]):
    def visible_to(self, user: Any) -> DecisionQuerySet:
        """What was opened or announced is public; a draft is known to its author, its group and admins."""
        public = ~Q(state=Decision.State.DRAFT) & Q(opened_at__isnull=False) | Q(announced_at__isnull=False)
        if not user.is_authenticated:
            return self.filter(public)
        if user.is_platform_admin:
            return self
        today = timezone.localdate()
        own = user.terms.on(today).exclude(role=Term.Role.EMERITUS).values("group")
        return self.filter(public | Q(created_by=user) | Q(group__in=own))

    def open(self) -> DecisionQuerySet:
        """Those that people may vote on now, as far as the state says."""
        return self.filter(state=Decision.State.OPEN)


class Decision(Settings):
    """A question, its options and its rules; from the opening on nothing of it changes any more."""

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        OPEN = "open", "Open"
        CLOSED = "closed", "Closed"
        DECIDED = "decided", "Decided"
        VOID = "void", "Void"

    class Purpose(models.TextChoices):
        QUESTION = "question", "A question"
        ELECTION = "election", "An election of leads"

    OVER = (State.CLOSED, State.DECIDED)

    slug = models.SlugField(max_length=limits.SLUG, unique=True, help_text="Name in addresses.")
    group = models.ForeignKey(Group, models.PROTECT, related_name="decisions", help_text="Who decides it.")
    question = models.CharField(max_length=limits.NAME, help_text="The question in one line.")
    context = models.TextField(
        blank=True, validators=[limits.text_limit], help_text="What one should know to decide (Markdown)."
    )
    purpose = models.CharField(
        max_length=10, choices=Purpose, default=Purpose.QUESTION, help_text="A question, or who leads."
    )
    evaluation = models.ForeignKey(
        Evaluation, models.SET_NULL, null=True, blank=True, related_name="decisions",
        help_text="The evaluation it came from.",
    )  # fmt: skip
    services = models.ManyToManyField(
        Service, blank=True, related_name="decisions", help_text="Services it concerns."
    )
    reopens = models.ForeignKey(
        Conclusion, models.SET_NULL, null=True, blank=True, related_name="reopened_by",
        help_text="The earlier conclusion it looks at again.",
    )  # fmt: skip

    state = models.CharField(
        max_length=10, choices=State, default=State.DRAFT, db_index=True, help_text="How far it is."
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="drafted_decisions",
        help_text="Who drafted it; empty when the hub did.",
    )  # fmt: skip
    created_at = models.DateTimeField(default=timezone.now, help_text="When it was drafted.")
    announced_at = models.DateTimeField(
        null=True, blank=True, help_text="In an election: since when people can be nominated."
    )
    nominations_until = models.DateTimeField(
        null=True, blank=True, help_text="In an election: until when people can be nominated."
    )
    opened_at = models.DateTimeField(null=True, blank=True, help_text="When the vote opened.")
    closes_at = models.DateTimeField(null=True, blank=True, help_text="When the vote closes, by our clock.")
    closed_at = models.DateTimeField(null=True, blank=True, help_text="When it was closed and counted.")
    reminded_at = models.DateTimeField(
        null=True, blank=True, help_text="When those who had not voted were reminded."
    )
    void_reason = models.CharField(max_length=limits.LINE, blank=True, help_text="Why it was voided.")
    frozen = models.JSONField(default=dict, blank=True, help_text="The settings as they were at the opening.")
    frozen_hash = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the frozen settings.")
    electorate_hash = models.CharField(
        max_length=64, blank=True, help_text="SHA-256 of the electorate at the opening."
    )
    ballots_hash = models.CharField(
        max_length=64, blank=True, help_text="SHA-256 of the ballots at the close."
    )
    result = models.JSONField(
        null=True, blank=True, help_text="The count with all that explains it, made once at the close."
    )
    conclusion = models.OneToOneField(
        Conclusion, models.SET_NULL, null=True, blank=True, related_name="decision",
        help_text="What the group concluded from it.",
    )  # fmt: skip

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["draft", "void"])
                | Q(opened_at__isnull=False, closes_at__gt=models.F("opened_at")),
                name="decision_opens_before_it_closes",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["closed", "decided"])
                | Q(closed_at__isnull=False, result__isnull=False),
                name="closed_decision_has_a_result",
            ),
            models.CheckConstraint(
                condition=~Q(secrecy="detached") & ~Q(secrecy="peers") | Q(shown="close"),
                name="secret_vote_is_hidden_until_close",
            ),
            models.UniqueConstraint(
                fields=["reopens"],
                condition=Q(state="draft", created_by=None),
                name="one_waiting_draft_per_conclusion",
            ),
        ]

    def __str__(self) -> str:
        return self.question

    def get_absolute_url(self) -> str:
        return f"/community/decisions/{self.slug}/"

    @property
    def is_over(self) -> bool:
        """Closed and counted: concluded or not, or voided after that; what was counted stays to be checked."""
        return self.closed_at is not None

    def has_ended(self, now: dt.datetime) -> bool:
        """Nobody can vote on it any more: it is counted, or its time is over."""
        return self.is_over or (self.closes_at is not None and self.closes_at <= now)


class Option(models.Model):
    """One of the things people choose between; in an election a person."""

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="options", help_text="The question.")
    key = models.SlugField(max_length=60, help_text="Its name in ballots, unique in the decision.")
    name = models.CharField(max_length=limits.NAME, help_text="Its name as shown.")
    text = models.TextField(blank=True, validators=[limits.text_limit], help_text="What it means (Markdown).")
    status_quo = models.BooleanField(default=False, help_text="It means: everything stays as it is.")
    position = models.PositiveSmallIntegerField(default=0, help_text="Order as listed by the author.")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="candidacies",
        help_text="In an election: the candidate.",
    )  # fmt: skip
    team = models.CharField(max_length=limits.NAME, blank=True, help_text="The candidate's team, for a cap.")

    class Meta:
        ordering = ["decision", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "key"], name="one_option_per_key"),
            models.UniqueConstraint(fields=["decision", "name"], name="one_option_per_name"),
            models.UniqueConstraint(
                fields=["decision"], condition=Q(status_quo=True), name="one_status_quo_per_decision"
            ),
        ]

    def __str__(self) -> str:
        return self.name
