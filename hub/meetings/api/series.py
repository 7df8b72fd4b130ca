"""Series and meetings for programs."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from hub.core.api import ReadViewSet
from hub.core.serializers import PageField, slug
from hub.meetings.models import Meeting, Series


class SeriesSerializer(serializers.ModelSerializer[Series]):
    group = slug()
    page = PageField()

    class Meta:
        model = Series
        fields = [
            "slug", "title", "kind", "group", "description", "cadence", "rrule", "first_on", "time", "timezone",
            "minutes", "url", "notes_url", "recordings_url", "page",
        ]  # fmt: skip


class MeetingSerializer(serializers.ModelSerializer[Meeting]):
    series = slug()
    page = PageField()

    class Meta:
        model = Meeting
        fields = ["id", "series", "title", "starts_at", "ends_at", "notes", "page"]


class SeriesViewSet(ReadViewSet):
    """Meetings that come back."""

    model = Series
    serializer_class = SeriesSerializer
    filterset_fields = ["kind", "group__slug"]

    def prepare(self, rows: Any) -> Any:
        return rows.select_related("group")


class MeetingViewSet(ReadViewSet):
    """Dates of series, the latest first."""

    model = Meeting
    serializer_class = MeetingSerializer
    lookup_field = "pk"
    lookup_value_regex = r"\d{1,18}"
    filterset_fields = {"series__slug": ["exact"], "starts_at": ["gte", "lte"]}

    def prepare(self, rows: Any) -> Any:
        return rows.select_related("series")
