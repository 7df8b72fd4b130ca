"""Demos for programs."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from hub.accounts.authentication import person
from hub.accounts.models import Team, User
from hub.catalog.models import Service
from hub.core.api import ReadViewSet
from hub.core.permissions import authorize
from hub.core.serializers import PageField, slug, slugs
from hub.demos import actions
from hub.demos.models import Demo


class DemoSerializer(serializers.ModelSerializer[Demo]):
    team = slug()
    presenters = slugs(field="handle")
    services = slugs()
    meeting: Any = serializers.PrimaryKeyRelatedField(read_only=True, allow_null=True)
    page = PageField()

    class Meta:
        model = Demo
        fields = [
            "slug", "title", "abstract", "state", "team", "presenters", "services", "tools", "meeting", "minutes",
            "page",
        ]  # fmt: skip


class DemoProposalSerializer(serializers.ModelSerializer[Demo]):
    team = serializers.SlugRelatedField(
        slug_field="slug", queryset=Team.objects.all(), required=False, allow_null=True
    )
    services: Any = serializers.SlugRelatedField(
        slug_field="slug", queryset=Service.objects.all(), many=True, required=False
    )

    class Meta:
        model = Demo
        fields = ["title", "abstract", "team", "services", "tools", "minutes"]
        extra_kwargs = {"abstract": {"required": True, "allow_blank": False}}


class DemoViewSet(ReadViewSet):
    """Demos, and the door to propose one."""

    model = Demo
    serializer_class = DemoSerializer
    filterset_fields = ["state", "team__slug", "services__slug", "presenters__handle"]

    def prepare(self, rows: Any) -> Any:
        people = Prefetch("presenters", User.objects.order_by("name"))
        return rows.select_related("team", "meeting").prefetch_related(people, "services")

    @extend_schema(request=DemoProposalSerializer, responses={201: DemoSerializer})
    def create(self, request: Request) -> Response:
        """Propose a demo."""
        authorize(request.user, "demos.propose_demo")
        form = DemoProposalSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        demo = actions.propose_demo(by=person(request), **form.validated_data)
        return Response(DemoSerializer(demo).data, status=status.HTTP_201_CREATED)
