"""How decisions, ballots and what is said about them look to programs."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from hub.accounts.models import User
from hub.catalog.models import Service
from hub.core import limits
from hub.core.serializers import PageField, slug, slugs
from hub.sigs.models import Conclusion, Evaluation, Group
from hub.voting.models import Concern, Decision, Elector, LedgerEvent, Nomination, Option
from hub.voting.proof.canonical import moment

SETTINGS = [
    "kind", "electorate", "quorum_base", "quorum", "threshold", "threshold_of", "unranked", "tie_rule", "seats",
    "team_cap", "max_mark", "credits", "quadratic", "secrecy", "shown", "minimum_hours", "role", "term_days",
]  # fmt: skip


def named(model: Any, field: str = "slug", **extra: Any) -> Any:
    """Somebody or something that is written by its name."""
    return serializers.SlugRelatedField(slug_field=field, queryset=model.objects.all(), **extra)


@extend_schema_field({"type": "object", "additionalProperties": {}})
class PaperField(serializers.JSONField):
    """A ballot: what may stand on it depends on the kind of the decision."""


@extend_schema_field(OpenApiTypes.DATETIME)
class MomentField(serializers.Field):
    """A moment with all its digits, as it is hashed."""

    def to_representation(self, value: Any) -> str:
        return moment(value)


class DecisionOptionSerializer(serializers.ModelSerializer[Option]):
    person = slug(field="handle")

    class Meta:
        model = Option
        fields = ["key", "name", "text", "status_quo", "person", "team"]
        read_only_fields = ["key", "team"]


class DecisionSerializer(serializers.ModelSerializer[Decision]):
    group = slug()
    options = DecisionOptionSerializer(many=True, read_only=True)
    services = slugs()
    evaluation = slug()
    reopens = slug()
    conclusion = slug()
    created_by = slug(field="handle")
    electors = serializers.IntegerField(source="may_vote", read_only=True, help_text="How many may vote.")
    voted = serializers.IntegerField(source="have_voted", read_only=True, help_text="How many have voted.")
    settings_hash = serializers.CharField(source="frozen_hash", read_only=True)
    head = serializers.CharField(read_only=True, help_text="Hash of the newest event of the ledger.")
    page = PageField()

    class Meta:
        model = Decision
        fields = [
            "slug", "group", "question", "context", "purpose", "state", *SETTINGS, "options", "services", "evaluation",
            "reopens", "conclusion", "created_by", "created_at", "announced_at", "nominations_until", "opened_at",
            "closes_at", "closed_at", "void_reason", "electors", "voted", "settings_hash", "electorate_hash",
            "ballots_hash", "head", "page",
        ]  # fmt: skip


class DraftOptionSerializer(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=limits.NAME)
    text = serializers.CharField(max_length=limits.TEXT, required=False, allow_blank=True)
    status_quo = serializers.BooleanField(required=False)


class EditSerializer(serializers.ModelSerializer[Decision]):
    options = DraftOptionSerializer(many=True, required=False)
    invited = named(User, "handle", many=True, required=False)
    services = named(Service, many=True, required=False)

    class Meta:
        model = Decision
        fields = ["question", "context", "purpose", *SETTINGS, "options", "invited", "services"]


class DraftSerializer(EditSerializer):
    group = named(Group)
    evaluation = named(Evaluation, required=False, allow_null=True)
    reopens = named(Conclusion, required=False, allow_null=True)

    class Meta(EditSerializer.Meta):
        fields = ["group", *EditSerializer.Meta.fields, "evaluation", "reopens"]


class OpeningSerializer(serializers.Serializer[Any]):
    closes_at = serializers.DateTimeField(help_text="When the vote closes.")
    accept_warnings = serializers.BooleanField(
        required=False, default=False, help_text="Open it although something may go wrong."
    )


class WarningSerializer(serializers.Serializer[Any]):
    level = serializers.ChoiceField(choices=["stop", "warn"])
    code = serializers.CharField()
    text = serializers.CharField()


class AnnouncementSerializer(serializers.Serializer[Any]):
    nominations_until = serializers.DateTimeField(help_text="Until when people can be nominated.")


class ReasonSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=limits.LINE)


class ElectorSerializer(serializers.ModelSerializer[Elector]):
    person = slug(field="handle")

    class Meta:
        model = Elector
        fields = ["person", "handle", "team", "source", "reason", "recused_at", "recusal_reason"]


class AdmissionSerializer(ReasonSerializer):
    person = named(User, "handle")


class RecusalSerializer(ReasonSerializer):
    person = named(User, "handle", required=False, help_text="Who steps aside; you when left out.")


class BallotSerializer(serializers.Serializer[Any]):
    """Where somebody stands in a vote; their ballot where the hub may know which it is."""

    may_vote = serializers.BooleanField()
    voted = serializers.BooleanField()
    content = PaperField(allow_null=True, help_text="Your ballot that counts; null in a detached vote.")
    revision = serializers.IntegerField(allow_null=True)


class CastingSerializer(serializers.Serializer[Any]):
    content = PaperField(
        help_text="By kind: vote (majority, consent), approved, marks, ranks or points; or abstain: true."
    )
    token = serializers.CharField(
        max_length=200, required=False, allow_blank=True, default="", write_only=True,
        help_text="Random; in a detached vote the same token gives the same receipt when you send it again.",
    )  # fmt: skip


class ReceiptSerializer(serializers.Serializer[Any]):
    receipt = serializers.CharField(help_text="Keep it: after the close your ballot is published with it.")
    revision = serializers.IntegerField(help_text="1 for the first ballot, one more each change.")


class PublishedBallotSerializer(serializers.Serializer[Any]):
    receipt = serializers.CharField(help_text="SHA-256 of content and nonce.")
    nonce = serializers.CharField(required=False, help_text="From the close on: it would foretell draws.")
    content = PaperField()
    elector = serializers.CharField(required=False, help_text="In an open vote: who cast it.")


class ConcernSerializer(serializers.ModelSerializer[Concern]):
    author = slug(field="handle")
    settled_by = slug(field="handle")

    class Meta:
        model = Concern
        fields = ["id", "author", "title", "text", "state", "reply", "settled_by", "raised_at", "settled_at"]
        read_only_fields = ["state", "reply", "raised_at", "settled_at"]


class SettlementSerializer(serializers.Serializer[Any]):
    state = serializers.ChoiceField(choices=[Concern.State.RESOLVED.value, Concern.State.WITHDRAWN.value])


class ReplySerializer(serializers.Serializer[Any]):
    reply = serializers.CharField(max_length=limits.TEXT)


class NominationSerializer(serializers.ModelSerializer[Nomination]):
    person = slug(field="handle")
    nominated_by = slug(field="handle")

    class Meta:
        model = Nomination
        fields = ["person", "nominated_by", "statement", "state", "nominated_at"]


class NominatingSerializer(serializers.Serializer[Any]):
    person = named(User, "handle")
    statement = serializers.CharField(max_length=limits.TEXT, required=False, allow_blank=True, default="")


class AcceptanceSerializer(serializers.Serializer[Any]):
    accept = serializers.BooleanField()
    statement = serializers.CharField(max_length=limits.TEXT, required=False, allow_blank=True, default="")


class LedgerEventSerializer(serializers.ModelSerializer[LedgerEvent]):
    at = MomentField()
    payload = PaperField(help_text="The public facts of it.")

    class Meta:
        model = LedgerEvent
        fields = ["height", "kind", "at", "payload", "parent", "hash"]


class ResultSerializer(serializers.Serializer[Any]):
    """The count with all that explains it, made once at the close."""

    ballots_hash = serializers.CharField()
    closed_at = serializers.DateTimeField()
    void_reason = serializers.CharField(help_text="Why it was voided after the count; empty while it holds.")
    result = PaperField()
