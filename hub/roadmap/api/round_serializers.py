"""What programs read and write of rounds."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from rest_framework import serializers

from hub.accounts.models import Team, User
from hub.core import limits
from hub.core.serializers import PageField, slug
from hub.roadmap.models import Candidate, RoadmapItem, Round, RoundVoter


class RoundSerializer(serializers.ModelSerializer[Round]):
    created_by = slug(field="handle")
    confirmed_by = slug(field="handle")
    page = PageField()
    ballots_file = serializers.SerializerMethodField()

    class Meta:
        model = Round
        fields = [
            "slug", "title", "introduction", "quarter", "capacity", "ballot", "credits", "voters", "state",
            "created_by", "created_at", "opened_at", "closes_at", "closed_at", "confirmed_at", "confirmed_by",
            "statement", "page", "ballots_file",
        ]  # fmt: skip

    def get_ballots_file(self, found: Round) -> str | None:
        """Where the ballots lie without names as a Pabulib file, once the round is over."""
        if not found.is_over:
            return None
        return f"{settings.BASE_URL}{reverse('roadmap:ballots_file', args=[found.slug])}"


class RoundDraftSerializer(serializers.ModelSerializer[Round]):
    class Meta:
        model = Round
        fields = ["title", "introduction", "quarter", "capacity", "ballot", "credits", "voters"]


class CandidateSerializer(serializers.ModelSerializer[Candidate]):
    item = slug()
    evidence: Any = serializers.JSONField(read_only=True)

    class Meta:
        model = Candidate
        fields = ["item", "cost", "standing", "reason", "evidence", "taken", "departure"]


class CandidateChangeSerializer(serializers.Serializer[Any]):
    cost = serializers.DecimalField(max_digits=5, decimal_places=1, allow_null=True, required=False)
    standing = serializers.ChoiceField(Candidate.Standing.choices, required=False)
    reason = serializers.CharField(max_length=limits.LINE, allow_blank=True, required=False)


class NewCandidateSerializer(CandidateChangeSerializer):
    item: Any = serializers.SlugRelatedField(slug_field="slug", queryset=RoadmapItem.objects.all())


class RoundOpeningSerializer(serializers.Serializer[Any]):
    closes_at = serializers.DateTimeField()
    accept_warnings = serializers.BooleanField(default=False)


class RoundBallotSerializer(serializers.Serializer[Any]):
    team = serializers.CharField(allow_null=True)
    marks = serializers.DictField(child=serializers.IntegerField())
    cast_at = serializers.DateTimeField(allow_null=True)
    cast_by = serializers.CharField(allow_null=True)


class RoundCastingSerializer(serializers.Serializer[Any]):
    marks = serializers.JSONField(help_text="Points by the slug of an item, or 1 for an approved one.")
    team: Any = serializers.SlugRelatedField(slug_field="slug", queryset=Team.objects.all(), required=False)


class RoundVoterSerializer(serializers.ModelSerializer[RoundVoter]):
    person = slug("user", "handle")
    team = slug()

    class Meta:
        model = RoundVoter
        fields = ["person", "team", "capacity", "admitted_at", "admitted_why"]


class NamedBallotSerializer(RoundVoterSerializer):
    cast_by = slug(field="handle")

    class Meta(RoundVoterSerializer.Meta):
        fields = ["person", "team", "marks", "cast_by", "cast_at"]


class RoundAdmissionSerializer(serializers.Serializer[Any]):
    person: Any = serializers.SlugRelatedField(
        slug_field="handle", queryset=User.objects.filter(is_active=True), required=False
    )
    team: Any = serializers.SlugRelatedField(slug_field="slug", queryset=Team.objects.all(), required=False)
    reason = serializers.CharField(max_length=limits.LINE)


class RoundReasonSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=limits.LINE)


class ConfirmationSerializer(serializers.Serializer[Any]):
    taken = serializers.DictField(child=serializers.BooleanField())
    departures = serializers.DictField(child=serializers.CharField(max_length=limits.LINE), required=False)
    statement = serializers.CharField(max_length=limits.TEXT, allow_blank=True, required=False)


class ProblemSerializer(serializers.Serializer[Any]):
    level = serializers.CharField()
    code = serializers.CharField()
    text = serializers.CharField()
