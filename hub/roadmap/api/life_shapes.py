"""How the life of an item looks to programs."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from hub.accounts.models import Team, User
from hub.catalog.models import PipelineStep, Service
from hub.core import limits
from hub.core.serializers import slug
from hub.demos.models import Demo
from hub.roadmap.actions import ReleaseText
from hub.roadmap.models import Move, Note, Release, RoadmapItem, Uptake, Use
from hub.sigs.models import Conclusion, Group
from hub.voting.models import Decision


class Seen(serializers.SlugRelatedField):
    """A thing by its slug, as far as the caller may see it."""

    def get_queryset(self) -> Any:
        """Only what is visible to the caller."""
        rows: Any = super().get_queryset()
        return rows.visible_to(self.context["request"].user) if hasattr(rows, "visible_to") else rows


def one(model: Any) -> Seen:
    """One thing, or null."""
    return Seen(slug_field="slug", queryset=model._default_manager.all(), required=False, allow_null=True)


def several(model: Any) -> Any:
    """Things by their slugs."""
    return Seen(slug_field="slug", queryset=model._default_manager.all(), required=False, many=True)


class WaySerializer(serializers.Serializer[Any]):
    to = serializers.ChoiceField(choices=RoadmapItem.State.choices)
    needs_reason = serializers.BooleanField()
    needs_quarter = serializers.BooleanField()
    needs_release = serializers.BooleanField()
    rule = serializers.CharField()


class StateSerializer(serializers.Serializer[Any]):
    state = serializers.ChoiceField(choices=RoadmapItem.State.choices)
    label: Any = serializers.CharField()
    closed = serializers.BooleanField()
    moves = WaySerializer(many=True)


class MoveSerializer(serializers.ModelSerializer[Move]):
    by = slug(field="handle")

    class Meta:
        model = Move
        fields = ["from_state", "to_state", "from_quarter", "to_quarter", "reason", "by", "at"]


class MoveWishSerializer(serializers.Serializer[Any]):
    to = serializers.CharField(max_length=20)
    seen = serializers.CharField(max_length=20, required=False, allow_blank=True)
    reason = serializers.CharField(max_length=limits.LINE, required=False, allow_blank=True)
    quarter = serializers.CharField(max_length=7, required=False, allow_blank=True)
    note = serializers.CharField(max_length=limits.TEXT, required=False, allow_blank=True)
    docs_url = serializers.CharField(max_length=limits.URL, required=False, allow_blank=True)
    demo = one(Demo)
    released_on = serializers.DateField(required=False, allow_null=True)

    def wish(self) -> dict[str, Any]:
        """As the verb takes it: what is said of the release in one."""
        said = dict(self.validated_data)
        release = {
            name: said.pop(name) for name in ("note", "docs_url", "demo", "released_on") if name in said
        }
        return said | ({"release": ReleaseText(**{"note": "", **release})} if release else {})


class PlanSerializer(serializers.Serializer[Any]):
    quarter = serializers.CharField(max_length=7, required=False, allow_blank=True)
    step = serializers.ChoiceField(choices=PipelineStep.choices, required=False, allow_blank=True)
    reason = serializers.CharField(max_length=limits.LINE, required=False, allow_blank=True)
    seen = serializers.CharField(max_length=7, required=False, allow_blank=True)


class NoteSerializer(serializers.ModelSerializer[Note]):
    by = slug(field="handle")

    class Meta:
        model = Note
        fields = ["kind", "text", "by", "at"]
        read_only_fields = ["at"]


class ImpedimentSerializer(serializers.Serializer[Any]):
    what = serializers.CharField(max_length=limits.LINE)


class LinkSerializer(serializers.Serializer[Any]):
    label: Any = serializers.CharField(max_length=limits.NAME)
    url = serializers.CharField(max_length=limits.URL)


class SteeringSerializer(serializers.Serializer[Any]):
    owner = Seen(
        slug_field="handle", queryset=User.objects.filter(is_active=True), required=False, allow_null=True
    )
    group = one(Group)
    team = one(Team)
    estimate = serializers.DecimalField(max_digits=5, decimal_places=1, required=False, allow_null=True)
    target_on = serializers.DateField(required=False, allow_null=True)
    services = several(Service)
    decisions = several(Decision)
    demos = several(Demo)
    conclusions = several(Conclusion)
    links = LinkSerializer(many=True, required=False)


class UptakeSerializer(serializers.ModelSerializer[Uptake]):
    class Meta:
        model = Uptake
        fields = ["days", "measured_at", "facts"]


class ReleaseSerializer(serializers.ModelSerializer[Release]):
    item = slug()
    demo = slug()
    uptakes: Any = serializers.SerializerMethodField()

    class Meta:
        model = Release
        fields = ["item", "released_on", "note", "docs_url", "demo", "uptakes"]

    def get_uptakes(self, row: Release) -> list[dict[str, Any]]:
        """What was measured of its use."""
        measured = getattr(row, "measured", None)
        if measured is None:
            measured = row.uptakes.filter(measured_at__isnull=False)
        return list(UptakeSerializer(measured, many=True).data)


class ReleaseTextSerializer(serializers.ModelSerializer[Release]):
    demo = one(Demo)

    class Meta:
        model = Release
        fields = ["note", "docs_url", "demo"]


class UseSerializer(serializers.ModelSerializer[Use]):
    class Meta:
        model = Use
        fields = ["answer", "why", "changed_at"]
        read_only_fields = ["changed_at"]


class SpanSerializer(serializers.Serializer[Any]):
    days = serializers.FloatField(allow_null=True)
    n = serializers.IntegerField()


class LivesSerializer(serializers.Serializer[Any]):
    quarter = serializers.CharField(allow_blank=True)
    proposed = serializers.IntegerField()
    answered = serializers.IntegerField()
    reasoned = serializers.IntegerField()
    share_reasoned = serializers.IntegerField(allow_null=True)
    first_answer = SpanSerializer()
    decision = SpanSerializer()
    release = SpanSerializer()
