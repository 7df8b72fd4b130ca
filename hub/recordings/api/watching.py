"""Where one stopped, and notes at a second, for programs."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from hub.accounts.authentication import ReadOrMayWrite, person
from hub.core import limits
from hub.core.permissions import authorize
from hub.core.serializers import slug
from hub.recordings import actions
from hub.recordings.models import Recording, TimedNote


def recording_of(request: Request, slug: str) -> Recording:
    """The recording, if the caller may see it."""
    rows = Recording.objects.visible_to(request.user).select_related("meeting__series__group", "group")
    return get_object_or_404(rows, slug=slug)


class StoppedSerializer(serializers.Serializer[Any]):
    """Where somebody stopped; null when they did not."""

    seconds = serializers.IntegerField(min_value=0)


class PlaceReadSerializer(serializers.Serializer[Any]):
    """Where somebody stopped; null when they did not."""

    seconds = serializers.IntegerField(allow_null=True)


class PlaceView(APIView):
    """Where the caller stopped watching a recording."""

    permission_classes = [IsAuthenticated, ReadOrMayWrite]

    @extend_schema(responses=PlaceReadSerializer)
    def get(self, request: Request, slug: str) -> Response:
        """The second, or null."""
        found = recording_of(request, slug)
        seconds = found.watches.filter(user=person(request)).values_list("seconds", flat=True).first()
        return Response({"seconds": seconds})

    @extend_schema(request=StoppedSerializer, responses=PlaceReadSerializer)
    def put(self, request: Request, slug: str) -> Response:
        """Remember it."""
        found = recording_of(request, slug)
        authorize(request.user, "recordings.keep_place", found)
        form = StoppedSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        watch = actions.keep_place(found, by=person(request), seconds=form.validated_data["seconds"])
        return Response({"seconds": watch.seconds})

    @extend_schema(responses={204: None})
    def delete(self, request: Request, slug: str) -> Response:
        """Forget it."""
        actions.forget_place(recording_of(request, slug), by=person(request))
        return Response(status=status.HTTP_204_NO_CONTENT)


class TimedNoteSerializer(serializers.ModelSerializer[TimedNote]):
    author = slug("user", "handle")
    text = serializers.CharField(max_length=limits.LINE)

    class Meta:
        model = TimedNote
        fields = ["id", "author", "at_s", "text", "shared"]


class TimedNotesView(APIView):
    """Notes at a second: one's own, and those that others share."""

    @extend_schema(responses=TimedNoteSerializer(many=True))
    def get(self, request: Request, slug: str) -> Response:
        """The notes in their order."""
        rows = TimedNote.objects.visible_to(request.user).filter(recording=recording_of(request, slug))
        return Response(TimedNoteSerializer(rows.select_related("user"), many=True).data)

    @extend_schema(request=TimedNoteSerializer, responses={201: TimedNoteSerializer})
    def post(self, request: Request, slug: str) -> Response:
        """Write one."""
        found = recording_of(request, slug)
        authorize(request.user, "recordings.write_note", found)
        form = TimedNoteSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        note = actions.write_note(found, by=person(request), **form.validated_data)
        return Response(TimedNoteSerializer(note).data, status=status.HTTP_201_CREATED)


class TimedNoteView(APIView):
    """One note."""

    @extend_schema(responses={204: None})
    def delete(self, request: Request, slug: str, pk: int) -> Response:
        """Take it away."""
        rows = TimedNote.objects.visible_to(request.user).select_related("recording__meeting__series__group")
        note = get_object_or_404(rows, recording__slug=slug, pk=pk)
        authorize(request.user, "recordings.remove_note", note)
        actions.remove_note(note, by=person(request))
        return Response(status=status.HTTP_204_NO_CONTENT)
