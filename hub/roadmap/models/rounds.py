"""Filling a quarter together: a capacity, candidates with costs, and what people want."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from hub.accounts.models import Team
from hub.core import limits
from hub.roadmap.models.items import QUARTER, RoadmapItem


class RoundQuerySet(models.QuerySet["Round"]):
    def visible_to(self, user: Any) -> RoundQuerySet:
        """Drafts, also those that were set aside, are known to the platform team, who make them."""
        if user.is_authenticated and user.is_platform_admin:
            return self
        return self.exclude(opened_at=None)

    def open(self) -> RoundQuerySet:
        """Rounds in which people can vote, or whose time is over and that wait to be closed."""
        return self.filter(state=Round.State.OPEN)

    def being_counted(self) -> RoundQuerySet:
        """Closed rounds whose quarter is not filled yet."""
        return self.filter(state=Round.State.CLOSED, result__isnull=True)


class Round(models.Model):
    """A prioritisation with a capacity; from the opening on its settings are frozen."""

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        OPEN = "open", "Open"
        CLOSED = "closed", "Closed"
        CONFIRMED = "confirmed", "Confirmed"
        VOID = "void", "Void"

    class Ballot(models.TextChoices):
        POINTS = "points", "Points"
        APPROVAL = "approval", "Approval"

    class Voters(models.TextChoices):
        PEOPLE = "people", "Every person"
        TEAMS = "teams", "Every team"

    slug = models.SlugField(max_length=limits.SLUG, unique=True, help_text="Name in addresses.")
    title = models.CharField(max_length=limits.NAME, help_text="Name shown to people.")
    introduction = models.TextField(
        blank=True, validators=[limits.text_limit], help_text="What one should know to vote (Markdown)."
    )
    quarter = models.CharField(max_length=7, validators=[QUARTER], help_text="The quarter it fills: 2026-Q4.")
    capacity = models.DecimalField(
        max_digits=6, decimal_places=1, validators=[MinValueValidator(Decimal("0.1"))],
        help_text="What the platform team can build (team-weeks).",
    )  # fmt: skip
    ballot = models.CharField(
        max_length=10, choices=Ballot, default=Ballot.POINTS, help_text="What a ballot says."
    )
    credits = models.PositiveSmallIntegerField(
        default=10, validators=[MinValueValidator(1), MaxValueValidator(1000)],
        help_text="Points: how many everyone can spend.",
    )  # fmt: skip
    voters = models.CharField(
        max_length=10, choices=Voters, default=Voters.PEOPLE, help_text="Who has a ballot."
    )
    state = models.CharField(
        max_length=10, choices=State, default=State.DRAFT, db_index=True, help_text="How far it is."
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", help_text="Who drafted it."
    )
    created_at = models.DateTimeField(default=timezone.now, help_text="When it was drafted.")
    opened_at = models.DateTimeField(null=True, blank=True, help_text="When people could begin to vote.")
    closes_at = models.DateTimeField(null=True, blank=True, help_text="Until when they can.")
    reminded_at = models.DateTimeField(
        null=True, blank=True, help_text="When those who had not voted were reminded."
    )
    closed_at = models.DateTimeField(null=True, blank=True, help_text="When its ballots became final.")
    result = models.JSONField(
        null=True,
        blank=True,
        help_text="What each rule proposes, and how it came to it; set once, after the close.",
    )
    confirmed_at = models.DateTimeField(null=True, blank=True, help_text="When the platform team answered.")
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        help_text="Who answered for it.",
    )  # fmt: skip
    statement = models.TextField(
        blank=True, validators=[limits.text_limit],
        help_text="What the platform team says to the proposal, or why the round is void (Markdown).",
    )  # fmt: skip

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["-quarter", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(capacity__gt=0), name="round_has_a_capacity"),
            models.UniqueConstraint(
                fields=["quarter"], condition=Q(state="open"), name="one_open_round_per_quarter"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/roadmap/rounds/{self.slug}/"

    @property
    def is_over(self) -> bool:
        """Closed: its ballots are final and there to be read, its result as soon as the quarter is filled."""
        return self.closed_at is not None

    @property
    def is_being_counted(self) -> bool:
        """Closed, and its quarter is not filled yet."""
        return self.state == self.State.CLOSED and self.result is None

    @property
    def votes_by_team(self) -> bool:
        """Teams have the ballots, not people."""
        return self.voters == self.Voters.TEAMS


class Candidate(models.Model):
    """An item in a round: its cost, and what was known about it when the round opened."""

    class Standing(models.TextChoices):
        CANDIDATE = "candidate", "Candidate"
        MUST = "must", "Must be done"
        EXCLUDED = "excluded", "Left out"

    round = models.ForeignKey(Round, models.CASCADE, related_name="candidates", help_text="The round.")
    item = models.ForeignKey(RoadmapItem, models.PROTECT, related_name="candidacies", help_text="The item.")
    cost = models.DecimalField(
        max_digits=5, decimal_places=1, null=True, blank=True, validators=[MinValueValidator(Decimal("0.1"))],
        help_text="What it costs (team-weeks); a draft may lack it.",
    )  # fmt: skip
    standing = models.CharField(
        max_length=10, choices=Standing, default=Standing.CANDIDATE,
        help_text="Voted on, done in any case, or left out.",
    )  # fmt: skip
    reason = models.CharField(
        max_length=limits.LINE, blank=True, help_text="Why it must be done or is left out."
    )
    evidence = models.JSONField(
        default=dict, blank=True, help_text="Support, stages, use and incidents at the opening."
    )
    taken = models.BooleanField(
        null=True, blank=True, help_text="Whether the platform team takes it into the quarter."
    )
    departure = models.CharField(
        max_length=limits.LINE, blank=True, help_text="Why that is not what the round proposed."
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "item"], name="candidate_once"),
            models.CheckConstraint(condition=Q(cost__gt=0), name="candidate_has_a_cost"),
            models.CheckConstraint(
                condition=Q(standing="candidate") | ~Q(reason=""), name="must_or_left_out_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} in {self.round}"


class RoundVoter(models.Model):
    """A person, or a team, that can vote in a round, as frozen at its opening, and what was voted last."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="electorate", help_text="The round.")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="round_votes",
        help_text="The person, where people vote.",
    )  # fmt: skip
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="round_votes",
        help_text="The team that votes, or the team of the person on the day of the opening.",
    )  # fmt: skip
    capacity = models.PositiveIntegerField(
        default=0, help_text="Published capacity of the team on the day of the opening (people)."
    )
    admitted_at = models.DateTimeField(null=True, blank=True, help_text="When admitted after the opening.")
    admitted_why = models.CharField(max_length=limits.LINE, blank=True, help_text="Why so late.")
    marks = models.JSONField(
        default=dict, blank=True, help_text="Points by item, or 1 for an approved one; by its slug."
    )
    cast_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        help_text="Who cast the ballot, where a team votes.",
    )  # fmt: skip
    cast_at = models.DateTimeField(null=True, blank=True, help_text="When it was cast or changed.")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "user"], name="one_ballot_per_person"),
            models.UniqueConstraint(
                fields=["round", "team"], condition=Q(user=None), name="one_ballot_per_team"
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=False) | Q(team__isnull=False), name="round_voter_is_somebody"
            ),
        ]

    def __str__(self) -> str:
        return str(self.user or self.team)
