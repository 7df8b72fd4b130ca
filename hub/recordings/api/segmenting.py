"""Chapters and what they are linked to, for programs."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from hub.accounts.authentication import person
from hub.accounts.models import Team, User
from hub.catalog.models import Service
from hub.core import limits
from hub.core.permissions import authorize
from hub.core.serializers import PageField, slug, slugs
from hub.demos.models import Demo
from hub.recordings import actions
from hub.recordings.api.watching import recording_of
from hub.recordings.models import Recording, Segment
from hub.recordings.shown import chapters


class ShownServiceSerializer(serializers.Serializer[Any]):
    """A service that a chapter shows, and in which version."""

    service = serializers.SlugField(source="service.slug")
    version = serializers.CharField()


class ChapterSerializer(serializers.ModelSerializer[Segment]):
    """A chapter and what it is linked to."""

    demo = slug()
    services = ShownServiceSerializer(source="shown", many=True, read_only=True)
    teams = slugs()
    items = serializers.SerializerMethodField()
    page = PageField()

    class Meta:
        model = Segment
        fields = ["id", "title", "starts_s", "ends_s", "demo", "services", "teams", "items", "pages", "page"]

    @extend_schema_field({"type": "array", "items": {"type": "string"}})
    def get_items(self, segment: Any) -> list[str]:
        """The roadmap items by their names in addresses."""
        return [item.slug for item in segment.items.all()]


class ChapterWriteSerializer(serializers.Serializer[Any]):
    """What can be said of a chapter."""

    title = serializers.CharField(max_length=limits.NAME)
    starts_s = serializers.IntegerField(min_value=0, max_value=2_000_000_000)
    ends_s = serializers.IntegerField(min_value=0, max_value=2_000_000_000)
    demo = serializers.SlugRelatedField(
        slug_field="slug", queryset=Demo.objects.all(), required=False, allow_null=True
    )
    services: Any = serializers.SlugRelatedField(
        slug_field="slug", queryset=Service.objects.all(), many=True, required=False
    )
    versions = serializers.DictField(
        child=serializers.CharField(max_length=60, allow_blank=True), required=False,
        help_text="The version shown of each service, by the service's name in addresses.",
    )  # fmt: skip
    teams: Any = serializers.SlugRelatedField(
        slug_field="slug", queryset=Team.objects.all(), many=True, required=False
    )
    items: Any = serializers.ListField(child=serializers.SlugField(), required=False)
    pages = serializers.ListField(child=serializers.CharField(max_length=limits.URL), required=False)

    def said(self, by: User) -> dict[str, Any]:
        """What was said, in the words of the verb; what this person may not see is unknown."""
        facts: dict[str, Any] = dict(self.validated_data)
        if "items" in facts:
            items: Any = Segment._meta.get_field("items").related_model
            found = list(items.objects.visible_to(by).filter(slug__in=facts["items"]))
            if len(found) < len(set(facts["items"])):
                raise serializers.ValidationError({"items": ["The roadmap has no such item."]})
            facts["items"] = found
        if (demo := facts.get("demo")) and not Demo.objects.visible_to(by).filter(pk=demo.pk).exists():
            raise serializers.ValidationError({"demo": ["There is no such demo."]})
        return facts


class ChaptersTextSerializer(serializers.Serializer[Any]):
    """All chapters as lines of a time and a title."""

    text = serializers.CharField(max_length=limits.TEXT, trim_whitespace=False)


def _own(request: Request, slug: str) -> Recording:
    found = recording_of(request, slug)
    authorize(request.user, "recordings.edit_segments", found)
    return found


def _as_data(recording: Recording, request: Request, pk: int | None = None) -> Any:
    rows = chapters(recording, request.user)
    if pk is None:
        return ChapterSerializer(rows, many=True).data
    return ChapterSerializer(next(row for row in rows if row.pk == pk)).data


class ChaptersView(APIView):
    """The chapters of a recording."""

    @extend_schema(responses=ChapterSerializer(many=True))
    def get(self, request: Request, slug: str) -> Response:
        """The chapters in their order, with what they show."""
        return Response(_as_data(recording_of(request, slug), request))

    @extend_schema(request=ChapterWriteSerializer, responses={201: ChapterSerializer})
    def post(self, request: Request, slug: str) -> Response:
        """Add a chapter."""
        found = _own(request, slug)
        form = ChapterWriteSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        made = actions.add_segment(found, by=person(request), **form.said(person(request)))
        return Response(_as_data(found, request, made.pk), status=status.HTTP_201_CREATED)


class ChapterView(APIView):
    """One chapter."""

    @extend_schema(request=ChapterWriteSerializer, responses=ChapterSerializer)
    def patch(self, request: Request, slug: str, pk: int) -> Response:
        """Say it better; what is not sent stays."""
        found = _own(request, slug)
        row = get_object_or_404(found.segments.all(), pk=pk)
        form = ChapterWriteSerializer(data=request.data, partial=True)
        form.is_valid(raise_exception=True)
        kept = {name: getattr(row, name) for name in ("title", "starts_s", "ends_s")}
        actions.edit_segment(row, by=person(request), **kept | form.said(person(request)))
        return Response(_as_data(found, request, pk))

    @extend_schema(responses={204: None})
    def delete(self, request: Request, slug: str, pk: int) -> Response:
        """Take it away."""
        row = get_object_or_404(_own(request, slug).segments.all(), pk=pk)
        actions.remove_segment(row, by=person(request))
        return Response(status=status.HTTP_204_NO_CONTENT)


class ChaptersFromAgendaView(APIView):
    """Chapters from the agenda's stamps."""

    @extend_schema(request=None, responses=ChapterSerializer(many=True))
    def post(self, request: Request, slug: str) -> Response:
        """Make them; done again, they move and none is there twice."""
        found = _own(request, slug)
        actions.chapters_from_agenda(found, by=person(request))
        return Response(_as_data(found, request))


class ChaptersFromTextView(APIView):
    """Chapters from lines of a time and a title."""

    @extend_schema(request=ChaptersTextSerializer, responses=ChapterSerializer(many=True))
    def put(self, request: Request, slug: str) -> Response:
        """Make them; one at the same second keeps its links."""
        found = _own(request, slug)
        form = ChaptersTextSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        actions.chapters_from_text(found, by=person(request), **form.validated_data)
        return Response(_as_data(found, request))
