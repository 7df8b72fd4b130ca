"""Series for programs: read them, make one, change it, add a date, move one, cancel one."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from hub.accounts.authentication import person
from hub.core.api import ReadViewSet
from hub.core.permissions import authorize
from hub.core.serializers import PageField, slug
from hub.meetings import actions
from hub.meetings.agenda import upcoming
from hub.meetings.dates import Date, date_on
from hub.meetings.models import Meeting, Series
from hub.sigs.models import Group

PLAN = [
    "title", "kind", "description", "cadence", "rrule", "first_on", "time", "timezone", "minutes", "url",
    "notes_url", "recordings_url", "remind_hours",
]  # fmt: skip
DAY = r"(?P<day>\d{4}-\d{2}-\d{2})"
WEEKS = 26
DAY_OF_ADDRESS = OpenApiParameter("day", OpenApiTypes.DATE, OpenApiParameter.PATH, description="Its day.")


class SeriesSerializer(serializers.ModelSerializer[Series]):
    group = slug()
    page = PageField()

    class Meta:
        model = Series
        fields = ["slug", "group", *PLAN, "ended_on", "page"]


class MeetingSerializer(serializers.ModelSerializer[Meeting]):
    series = slug()
    page = PageField()

    class Meta:
        model = Meeting
        fields = [
            "id", "series", "title", "occurs_on", "starts_at", "ends_at", "state", "reason", "url", "notes", "page",
        ]  # fmt: skip
        extra_kwargs = {"state": {"read_only": True}}


class SeriesPlanSerializer(serializers.ModelSerializer[Series]):
    class Meta:
        model = Series
        fields = PLAN


class NewSeriesSerializer(SeriesPlanSerializer):
    group: Any = serializers.SlugRelatedField(
        slug_field="slug", queryset=Group.objects.all(), required=False, allow_null=True
    )

    class Meta(SeriesPlanSerializer.Meta):
        fields = ["group", *PLAN]


class SeriesEndSerializer(serializers.Serializer[Any]):
    """The day from which on it does not take place; null lets it go on."""

    on = serializers.DateField(allow_null=True)


class SeriesDateSerializer(serializers.Serializer[Any]):
    """One date of a series, written down or not."""

    day = serializers.DateField(help_text="The day it is known by in addresses.")
    title = serializers.CharField()
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    cancelled = serializers.BooleanField(source="is_cancelled")
    reason = serializers.CharField()


class AddedDateSerializer(serializers.Serializer[Any]):
    """A date that no rule gives."""

    starts_at = serializers.DateTimeField()
    minutes = serializers.IntegerField(required=False, min_value=5, max_value=1440)
    title = serializers.CharField(required=False, allow_blank=True, max_length=200)


class MovedDateSerializer(serializers.Serializer[Any]):
    """Where a date goes, and why."""

    starts_at = serializers.DateTimeField()
    minutes = serializers.IntegerField(required=False, min_value=5, max_value=1440)
    reason = serializers.CharField(required=False, allow_blank=True, max_length=500)


class CancelledDateSerializer(serializers.Serializer[Any]):
    """Why a date does not take place."""

    reason = serializers.CharField(max_length=500)


class SeriesViewSet(ReadViewSet):
    """Meetings that come back, and the doors to make and change them."""

    model = Series
    serializer_class = SeriesSerializer
    filterset_fields = ["kind", "group__slug"]

    def prepare(self, rows: Any) -> Any:
        return rows.select_related("group")

    @extend_schema(request=NewSeriesSerializer, responses={201: SeriesSerializer})
    def create(self, request: Request) -> Response:
        """Make a series."""
        told = self._told(NewSeriesSerializer)
        authorize(request.user, "meetings.make_series", told.setdefault("group", None))
        return self._shown(actions.make_series(by=person(request), **told), status.HTTP_201_CREATED)

    @extend_schema(request=SeriesPlanSerializer, responses={200: SeriesSerializer})
    def partial_update(self, request: Request, slug: str) -> Response:
        """Change a series; dates ahead move along unless somebody moved them."""
        found = self._allowed()
        told = {name: getattr(found, name) for name in PLAN} | self._told(SeriesPlanSerializer, found)
        return self._shown(actions.edit_series(found, by=person(request), **told))

    @extend_schema(request=SeriesEndSerializer, responses={200: SeriesSerializer})
    @action(detail=True, methods=["post"])
    def ending(self, request: Request, slug: str) -> Response:
        """End a series, or let it go on."""
        found = self._allowed()
        return self._shown(actions.end_series(found, by=person(request), **self._told(SeriesEndSerializer)))

    @extend_schema(responses={200: SeriesDateSerializer(many=True)}, filters=False)
    @action(detail=True, methods=["get"], pagination_class=None, filterset_fields=[])
    def dates(self, request: Request, slug: str) -> Response:
        """The dates of the coming half a year, cancelled ones too."""
        rows = Series.objects.filter(pk=self.get_object().pk)
        found = upcoming(rows, request.user, timezone.now(), weeks=WEEKS)
        return Response(SeriesDateSerializer(found, many=True).data)

    @extend_schema(request=AddedDateSerializer, responses={201: MeetingSerializer})
    @dates.mapping.post
    def add_date(self, request: Request, slug: str) -> Response:
        """Add a date that no rule gives."""
        made = actions.add_date(self._allowed(), by=person(request), **self._told(AddedDateSerializer))
        return Response(MeetingSerializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(
        request=MovedDateSerializer, responses={200: MeetingSerializer}, parameters=[DAY_OF_ADDRESS]
    )
    @action(detail=True, methods=["post"], url_path=f"dates/{DAY}/moving")
    def move_date(self, request: Request, slug: str, day: str) -> Response:
        """Move a date to another day or time."""
        date, by = self._date(day), person(request)
        moved = actions.move_date(date.series, by=by, day=date.day, **self._told(MovedDateSerializer))
        return Response(MeetingSerializer(moved).data)

    @extend_schema(
        request=CancelledDateSerializer, responses={200: MeetingSerializer}, parameters=[DAY_OF_ADDRESS]
    )
    @action(detail=True, methods=["post"], url_path=f"dates/{DAY}/cancelling")
    def cancel_date(self, request: Request, slug: str, day: str) -> Response:
        """Say that a date does not take place, and why."""
        date, by = self._date(day), person(request)
        found = actions.cancel_date(date.series, by=by, day=date.day, **self._told(CancelledDateSerializer))
        return Response(MeetingSerializer(found).data)

    @extend_schema(request=None, responses={200: MeetingSerializer}, parameters=[DAY_OF_ADDRESS])
    @action(detail=True, methods=["post"], url_path=f"dates/{DAY}/restoring")
    def restore_date(self, request: Request, slug: str, day: str) -> Response:
        """Let a cancelled date take place after all."""
        date, by = self._date(day), person(request)
        return Response(MeetingSerializer(actions.restore_date(date.series, by=by, day=date.day)).data)

    def _allowed(self) -> Series:
        """The series of the address, if the caller may change it."""
        found: Series = self.get_object()
        authorize(self.request.user, "meetings.edit_series", found)
        return found

    def _date(self, day: str) -> Date:
        """The date of the address, if the caller may change it."""
        series = self._allowed()
        try:
            found = date_on(series, dt.date.fromisoformat(day))
        except (ValueError, OverflowError):
            found = None
        if found is None:
            raise NotFound("It does not meet on this day.")
        return found

    def _told(self, form: type[serializers.BaseSerializer[Any]], row: Series | None = None) -> dict[str, Any]:
        read = form(row, data=self.request.data, partial=row is not None)
        read.is_valid(raise_exception=True)
        return dict(read.validated_data)

    def _shown(self, series: Series, code: int = status.HTTP_200_OK) -> Response:
        return Response(SeriesSerializer(series).data, status=code)


class MeetingViewSet(ReadViewSet):
    """Dates of series, the latest first."""

    model = Meeting
    serializer_class = MeetingSerializer
    lookup_field = "pk"
    lookup_value_regex = r"\d{1,18}"
    filterset_fields = {"series__slug": ["exact"], "starts_at": ["gte", "lte"]}

    def prepare(self, rows: Any) -> Any:
        return rows.select_related("series")
