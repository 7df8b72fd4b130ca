"""Recordings for programs."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from rest_framework import serializers

from hub.core.api import ReadViewSet
from hub.core.serializers import PageField, slug
from hub.demos.models import Demo
from hub.recordings.models import Recording, Segment


class LinkSerializer(serializers.Serializer[Any]):
    label = serializers.CharField()  # type: ignore[assignment]
    url = serializers.CharField()


class SegmentSerializer(serializers.ModelSerializer[Segment]):
    demo = slug()
    shows_older = serializers.BooleanField(
        read_only=True, help_text="A service that it shows has moved on since: another version, or retired."
    )
    page = PageField()

    class Meta:
        model = Segment
        fields = ["title", "demo", "starts_s", "ends_s", "shows_older", "page"]


class RecordingSerializer(serializers.ModelSerializer[Recording]):
    segments = SegmentSerializer(many=True, read_only=True)
    links = LinkSerializer(many=True, read_only=True)
    page = PageField()

    class Meta:
        model = Recording
        fields = [
            "slug", "title", "description", "event", "recorded_on", "seconds", "language", "speakers", "tags",
            "video_url", "links", "licence", "state", "state_reason", "retired_at", "segments", "page",
        ]  # fmt: skip


class RecordingViewSet(ReadViewSet):
    """Recordings, the latest first, with what is shown from second to second."""

    model = Recording
    serializer_class = RecordingSerializer
    filterset_fields = {
        "event": ["exact"],
        "recorded_on": ["exact", "gte", "lte"],
        "language": ["exact"],
        "state": ["exact"],
    }

    def prepare(self, rows: Any) -> Any:
        shown = Prefetch("demo", Demo.objects.visible_to(self.request.user))
        segments = Segment.objects.select_related("recording").with_age().prefetch_related(shown)
        return rows.prefetch_related(Prefetch("segments", segments))
