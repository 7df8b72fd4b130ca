"""Groups and their conclusions for programs."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from rest_framework import serializers

from hub.core.api import ReadViewSet
from hub.core.serializers import PageField, slug, slugs
from hub.sigs.models import CaseVerdict, Conclusion, Group, Subproject, Term


class TermSerializer(serializers.ModelSerializer[Term]):
    person = slug("user", "handle")

    class Meta:
        model = Term
        fields = ["person", "role", "starts_on", "ends_on"]


class SubprojectSerializer(serializers.ModelSerializer[Subproject]):
    class Meta:
        model = Subproject
        fields = ["name", "description", "links"]


class GroupSerializer(serializers.ModelSerializer[Group]):
    page = PageField()
    terms = TermSerializer(many=True, read_only=True)
    subprojects = SubprojectSerializer(many=True, read_only=True)

    class Meta:
        model = Group
        fields = [
            "slug", "name", "kind", "mission", "charter_url", "chat", "mailing_list", "terms", "subprojects", "page",
        ]  # fmt: skip


class CaseSerializer(serializers.ModelSerializer[CaseVerdict]):
    class Meta:
        model = CaseVerdict
        fields = ["use_case", "verdict"]


class ReturnSerializer(serializers.Serializer[Any]):
    service = serializers.SlugField(source="service.slug", read_only=True)
    stage = serializers.CharField(read_only=True)
    met_on = serializers.DateField(read_only=True, allow_null=True)


class ConclusionSerializer(serializers.ModelSerializer[Conclusion]):
    group = slug()
    cases = CaseSerializer(many=True, read_only=True)
    returns = ReturnSerializer(many=True, read_only=True)
    services = slugs()
    evaluation = slug()
    decision = slug()
    supersedes = slug()
    superseded_by = slug()
    page = PageField()

    class Meta:
        model = Conclusion
        fields = [
            "slug", "group", "title", "verdict", "cases", "reasons", "conditions", "dissent", "confidence",
            "return_condition", "returns", "concluded_on", "review_on", "services", "evaluation", "decision",
            "supersedes", "superseded_by", "page",
        ]  # fmt: skip


class GroupViewSet(ReadViewSet):
    """Groups of the community, with who leads them from when to when."""

    model = Group
    serializer_class = GroupSerializer
    filterset_fields = ["kind"]

    def prepare(self, rows: Any) -> Any:
        return rows.prefetch_related(Prefetch("terms", Term.objects.select_related("user")), "subprojects")


class ConclusionViewSet(ReadViewSet):
    """What groups concluded, why, and when they look at it again."""

    model = Conclusion
    serializer_class = ConclusionSerializer
    filterset_fields = ["group__slug"]

    def prepare(self, rows: Any) -> Any:
        joined = rows.select_related("group", "evaluation", "supersedes", "superseded_by", "decision")
        light = joined.defer("decision__frozen", "decision__result")  # a result may be long
        return light.prefetch_related("cases", "services", "returns__service")
