"""Groups and their conclusions for programs."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from rest_framework import serializers

from hub.core.api import ReadViewSet
from hub.core.serializers import PageField, slug, slugs
from hub.sigs.models import Conclusion, Group, Subproject, Term


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


class ConclusionSerializer(serializers.ModelSerializer[Conclusion]):
    group = slug()
    services = slugs()
    page = PageField()

    class Meta:
        model = Conclusion
        fields = [
            "slug", "group", "title", "verdict", "reasons", "return_condition", "concluded_on", "review_on",
            "services", "page",
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
        return rows.select_related("group").prefetch_related("services")
