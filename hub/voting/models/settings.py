"""The rules a question is decided by: chosen in the draft, frozen at the opening, in the database too."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from hub.sigs.models import Term


class Settings(models.Model):
    """How a question is decided; each help text is the sentence beside the field of the form."""

    class Kind(models.TextChoices):
        LAZY = "lazy", "Lazy consensus"
        CONSENT = "consent", "Consent"
        MAJORITY = "majority", "Majority"
        APPROVAL = "approval", "Approval"
        SCORE = "score", "Score"
        STAR = "star", "STAR"
        SCHULZE = "schulze", "Schulze"
        RANKED_PAIRS = "ranked-pairs", "Ranked Pairs"
        STV = "stv", "Scottish STV"
        POINTS = "points", "Points"

    class Electorate(models.TextChoices):
        MEMBERS = "members", "People of the group"
        LEADS = "leads", "Leads of the group"
        EVERYONE = "everyone", "Everyone in the hub"
        NAMED = "named", "Named people"

    class QuorumBase(models.TextChoices):
        NONE = "none", "No quorum"
        PERCENT = "percent", "Percent of the electorate"
        PEOPLE = "people", "Number of people"

    class Threshold(models.TextChoices):
        MAJORITY = "majority", "More than half"
        TWO_THIRDS = "two-thirds", "At least two thirds"
        THREE_QUARTERS = "three-quarters", "At least three quarters"
        UNANIMOUS = "unanimous", "All"

    class ThresholdOf(models.TextChoices):
        CAST = "cast", "Votes for and against"
        BALLOTS = "ballots", "All ballots, with abstentions"
        ELECTORATE = "electorate", "The whole electorate"

    class Unranked(models.TextChoices):
        LAST = "last", "Tied last"
        NO_OPINION = "no-opinion", "No opinion"

    class TieRule(models.TextChoices):
        DRAW = "draw", "A draw that anyone can repeat"
        STATUS_QUO = "status-quo", "The status quo wins"
        NONE = "none", "A tie stays a tie"

    class Secrecy(models.TextChoices):
        OPEN = "open", "Open: names beside ballots"
        PEERS = "peers", "Secret to peers"
        DETACHED = "detached", "Detached secret ballot"

    class Shown(models.TextChoices):
        CLOSE = "close", "After the close"
        VOTED = "voted", "To those who have voted"
        ALWAYS = "always", "From the start"

    WITHOUT_BALLOTS = (Kind.LAZY,)
    RANKED = (Kind.SCHULZE, Kind.RANKED_PAIRS, Kind.STV)
    WITH_CONCERNS = (Kind.LAZY, Kind.CONSENT)  # what people hold against it keeps it from passing
    WITHOUT_OPTIONS = (Kind.LAZY, Kind.CONSENT, Kind.MAJORITY)  # the question itself is put to the vote

    kind = models.CharField(
        max_length=20, choices=Kind, default=Kind.APPROVAL, help_text="How votes are cast and counted."
    )
    electorate = models.CharField(
        max_length=10, choices=Electorate, default=Electorate.MEMBERS,
        help_text="Who may vote; noted by name at the opening, so that joining later changes nothing.",
    )  # fmt: skip
    invited = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="invitations", help_text="Named electors."
    )
    quorum_base = models.CharField(
        max_length=10, choices=QuorumBase, default=QuorumBase.PERCENT,
        help_text="What the quorum counts; recused people leave its base.",
    )  # fmt: skip
    quorum = models.PositiveIntegerField(
        default=50, help_text="How many must take part, else nothing is decided; abstaining is taking part."
    )
    threshold = models.CharField(
        max_length=20, choices=Threshold, default=Threshold.MAJORITY, help_text="How many must be for it."
    )
    threshold_of = models.CharField(
        max_length=10, choices=ThresholdOf, default=ThresholdOf.CAST, help_text="What the threshold is of."
    )
    unranked = models.CharField(
        max_length=10, choices=Unranked, default=Unranked.LAST,
        help_text="What it means when a ballot leaves an option out; it can change who wins.",
    )  # fmt: skip
    tie_rule = models.CharField(
        max_length=10, choices=TieRule, default=TieRule.DRAW, help_text="What happens when options tie."
    )
    seats = models.PositiveSmallIntegerField(
        default=1, validators=[MinValueValidator(1), MaxValueValidator(50)], help_text="How many options win."
    )
    team_cap = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1)],
        help_text="At most so many winners from one team; empty for no cap.",
    )  # fmt: skip
    max_mark = models.PositiveSmallIntegerField(
        default=5, validators=[MinValueValidator(1), MaxValueValidator(100)], help_text="The best score."
    )
    credits = models.PositiveSmallIntegerField(
        default=10, validators=[MinValueValidator(1), MaxValueValidator(1000)],
        help_text="How many points everyone may give.",
    )  # fmt: skip
    quadratic = models.BooleanField(
        default=False, help_text="n points on one option cost n times n, so that piling up is dear."
    )
    secrecy = models.CharField(
        max_length=10, choices=Secrecy, default=Secrecy.PEERS, help_text="Who can know how somebody voted."
    )
    shown = models.CharField(
        max_length=10, choices=Shown, default=Shown.CLOSE, help_text="When counts and ballots are shown."
    )
    minimum_hours = models.PositiveIntegerField(
        default=72, help_text="It stays open at least so many hours, whoever would close it earlier."
    )
    role = models.CharField(
        max_length=20, choices=Term.Role, blank=True, help_text="In an election: the role to fill."
    )
    term_days = models.PositiveIntegerField(
        null=True, blank=True, help_text="In an election: how many days a term lasts; empty for open end."
    )

    class Meta:
        abstract = True
