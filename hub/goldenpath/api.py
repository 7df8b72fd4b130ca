"""Golden paths and publications for programs."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from rest_framework import serializers
from rest_framework.permissions import IsAuthenticated
from rest_framework.viewsets import ReadOnlyModelViewSet

from hub.core.api import ReadViewSet
from hub.core.serializers import PageField, slug, slugs
from hub.demos.models import Demo
from hub.goldenpath.models import Path, Publication, Step
from hub.recordings.api import SegmentSerializer
from hub.recordings.models import Segment


class StepSerializer(serializers.ModelSerializer[Step]):
    services = slugs()
    segment = SegmentSerializer(read_only=True, allow_null=True)

    class Meta:
        model = Step
        fields = ["position", "title", "body", "expect", "minutes", "services", "segment"]


class PathSerializer(serializers.ModelSerializer[Path]):
    group = slug()
    steps = StepSerializer(many=True, read_only=True)
    page = PageField()

    class Meta:
        model = Path
        fields = [
            "slug", "title", "persona", "outcome", "introduction", "group", "support", "verified_on", "steps", "page",
        ]  # fmt: skip


class PublicationSerializer(serializers.ModelSerializer[Publication]):
    class Meta:
        model = Publication
        fields = [
            "id",
            "state",
            "wished_at",
            "started_at",
            "finished_at",
            "pages",
            "changed",
            "build",
            "reason",
        ]


class PathViewSet(ReadViewSet):
    """Golden paths, step by step."""

    model = Path
    serializer_class = PathSerializer
    filterset_fields = ["persona"]

    def prepare(self, rows: Any) -> Any:
        user = self.request.user
        shown = Segment.objects.visible_to(user).prefetch_related(
            Prefetch("demo", Demo.objects.visible_to(user))
        )
        steps = Step.objects.prefetch_related("services", Prefetch("segment", shown))
        return rows.select_related("group").prefetch_related(Prefetch("steps", steps))


class PublicationViewSet(ReadOnlyModelViewSet[Publication]):
    """Publications of the docs site, the newest first; for people who are signed in."""

    queryset = Publication.objects.all()
    serializer_class = PublicationSerializer
    permission_classes = [IsAuthenticated]
    lookup_value_regex = r"\d{1,18}"
    filterset_fields = ["state"]
