"""Recordings for programs."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from rest_framework import serializers

from hub.core.api import ReadViewSet
from hub.core.serializers import PageField, slug
from hub.recordings.models import Recording, Segment


class LinkSerializer(serializers.Serializer[Any]):
    label = serializers.CharField()  # type: ignore[assignment]
    url = serializers.CharField()


class SegmentSerializer(serializers.ModelSerializer[Segment]):
    demo = slug()
    page = PageField()

    class Meta:
        model = Segment
        fields = ["title", "demo", "starts_s", "ends_s", "page"]


class RecordingSerializer(serializers.ModelSerializer[Recording]):
    segments = SegmentSerializer(many=True, read_only=True)
    links = LinkSerializer(many=True, read_only=True)
    page = PageField()

    class Meta:
        model = Recording
        fields = [
            "slug", "title", "description", "event", "recorded_on", "seconds", "language", "speakers", "tags",
            "video_url", "links", "licence", "segments", "page",
        ]  # fmt: skip


SEGMENTS = Prefetch("segments", Segment.objects.select_related("demo", "recording"))


class RecordingViewSet(ReadViewSet):
    """Recordings, the latest first, with what is shown from second to second."""

    model = Recording
    serializer_class = RecordingSerializer
    filterset_fields = {"event": ["exact"], "recorded_on": ["exact", "gte", "lte"], "language": ["exact"]}

    def prepare(self, rows: Any) -> Any:
        return rows.prefetch_related(SEGMENTS)
