"""Groups and their conclusions for programs."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from hub.accounts.authentication import person
from hub.accounts.models import User
from hub.core import limits
from hub.core.api import ReadViewSet
from hub.core.permissions import authorize
from hub.core.serializers import PageField, slug, slugs
from hub.sigs import actions
from hub.sigs.models import CaseVerdict, Conclusion, Group, Subproject, Term


class TermSerializer(serializers.ModelSerializer[Term]):
    id = serializers.IntegerField(read_only=True)
    person = slug("user", "handle")

    class Meta:
        model = Term
        fields = ["id", "person", "role", "starts_on", "ends_on"]


class AppointSerializer(serializers.ModelSerializer[Term]):
    person: Any = serializers.SlugRelatedField(
        slug_field="handle", queryset=User.objects.filter(is_active=True)
    )
    reason = serializers.CharField(max_length=limits.NAME)

    class Meta:
        model = Term
        fields = ["person", "role", "starts_on", "ends_on", "reason"]
        extra_kwargs = {"role": {"required": True}}


class LeaveSerializer(serializers.Serializer[Any]):
    leave_unled = serializers.BooleanField(
        default=False, help_text="It is meant that nobody leads the group afterwards."
    )


class EndSerializer(LeaveSerializer):
    reason = serializers.CharField(max_length=limits.NAME)
    ends_on = serializers.DateField(required=False, allow_null=True, default=None)


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

    @extend_schema(request=None, responses={200: TermSerializer})
    @action(detail=True, methods=["post"])
    def join(self, request: Request, slug: str) -> Response:
        """Take part in a group."""
        found = self.get_object()
        authorize(request.user, "sigs.join_group", found)
        return Response(TermSerializer(actions.join_group(found, by=person(request))).data)

    @extend_schema(request=LeaveSerializer, responses={204: None})
    @action(detail=True, methods=["post"])
    def leave(self, request: Request, slug: str) -> Response:
        """Take part no longer."""
        found = self.get_object()
        authorize(request.user, "sigs.leave_group", found)
        actions.leave_group(found, by=person(request), **_told(LeaveSerializer, request))
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request=AppointSerializer, responses={201: TermSerializer})
    @action(detail=True, methods=["post"], url_path="terms")
    def appoint(self, request: Request, slug: str) -> Response:
        """Give somebody a role for a time; chairs are elected, or appointed by the platform team."""
        found = self.get_object()
        authorize(request.user, "sigs.appoint", found)
        told = _told(AppointSerializer, request)
        if told["role"] == Term.Role.CHAIR:
            authorize(request.user, "sigs.appoint_chair", found)
        term = actions.appoint(found, by=person(request), **told)
        return Response(TermSerializer(term).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=EndSerializer, responses={204: None})
    @action(detail=True, methods=["post"], url_path=r"terms/(?P<key>[0-9]{1,18})/end")
    def end_term(self, request: Request, slug: str, key: str) -> Response:
        """End somebody's term."""
        term = get_object_or_404(self.get_object().terms.select_related("user", "group"), pk=key)
        authorize(request.user, "sigs.end_term", term)
        actions.end_term(term, by=person(request), **_told(EndSerializer, request))
        return Response(status=status.HTTP_204_NO_CONTENT)


def _told(shape: Any, request: Request) -> dict[str, Any]:
    form = shape(data=request.data)
    form.is_valid(raise_exception=True)
    return dict(form.validated_data)


class ConclusionViewSet(ReadViewSet):
    """What groups concluded, why, and when they look at it again."""

    model = Conclusion
    serializer_class = ConclusionSerializer
    filterset_fields = ["group__slug"]

    def prepare(self, rows: Any) -> Any:
        joined = rows.select_related("group", "evaluation", "supersedes", "superseded_by", "decision")
        light = joined.defer("decision__frozen", "decision__result")  # a result may be long
        return light.prefetch_related("cases", "services", "returns__service")
