"""Services and clusters for programs."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from django.utils import timezone
from rest_framework import serializers

from hub.catalog.models import Cluster, ClusterStage, Enablement, Service, ServiceStage
from hub.core.api import ReadViewSet
from hub.core.serializers import PageField, slug, slugs


class ServiceStageSerializer(serializers.ModelSerializer[ServiceStage]):
    class Meta:
        model = ServiceStage
        fields = ["stage", "starts_on", "reason"]


class ClusterStageSerializer(serializers.ModelSerializer[ClusterStage]):
    class Meta:
        model = ClusterStage
        fields = ["stage", "starts_on", "reason"]


class EnablementSerializer(serializers.ModelSerializer[Enablement]):
    service = slug()
    cluster = slug()

    class Meta:
        model = Enablement
        fields = ["service", "cluster", "url", "starts_on", "ends_on"]


class ServiceSerializer(serializers.ModelSerializer[Service]):
    stage = serializers.ChoiceField(choices=ServiceStage.Stage.choices, read_only=True, allow_null=True)
    stage_since = serializers.DateField(read_only=True, allow_null=True)
    stages = ServiceStageSerializer(many=True, read_only=True)
    owner = slug()
    group = slug()
    enablements = EnablementSerializer(many=True, read_only=True)
    conclusions = slugs()
    needs = slugs()
    page = PageField()

    class Meta:
        model = Service
        fields = [
            "slug", "name", "summary", "description", "step", "stage", "stage_since", "stages", "owner", "group",
            "homepage_url", "source_url", "support", "tags", "enablements", "conclusions",
            "needs", "page",
        ]  # fmt: skip


class ClusterSerializer(serializers.ModelSerializer[Cluster]):
    stage = serializers.ChoiceField(choices=ClusterStage.Stage.choices, read_only=True, allow_null=True)
    stage_since = serializers.DateField(read_only=True, allow_null=True)
    stages = ClusterStageSerializer(many=True, read_only=True)
    enablements = EnablementSerializer(many=True, read_only=True)
    teams = slugs()
    page = PageField()

    class Meta:
        model = Cluster
        fields = [
            "slug", "name", "purpose", "region", "description", "stage", "stage_since", "stages", "enablements",
            "teams", "page",
        ]  # fmt: skip


ENABLEMENTS = Prefetch("enablements", Enablement.objects.select_related("service", "cluster"))


class ServiceViewSet(ReadViewSet):
    """Services of the platform, with their stages and where they run."""

    model = Service
    serializer_class = ServiceSerializer
    filterset_fields = ["step", "owner__slug", "group__slug"]

    def prepare(self, rows: Any) -> Any:
        staged = rows.with_stage(timezone.localdate()).select_related("owner", "group")
        return staged.prefetch_related("stages", "conclusions", "needs", ENABLEMENTS)


class ClusterViewSet(ReadViewSet):
    """Clusters of the platform, with their lifecycle and what runs on them."""

    model = Cluster
    serializer_class = ClusterSerializer
    filterset_fields = ["purpose", "region"]

    def prepare(self, rows: Any) -> Any:
        return rows.with_stage(timezone.localdate()).prefetch_related("stages", "teams", ENABLEMENTS)
