"""What is said in a recording, for programs."""

from __future__ import annotations

from typing import IO, Any

from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from hub.accounts.authentication import person
from hub.core.permissions import authorize
from hub.recordings.actions import words as actions
from hub.recordings.models import Recording, Track
from hub.recordings.words import keeping, writing
from hub.recordings.words.reading import MOST_BYTES


class CaptionsParser(BaseParser):
    """A file of captions as the body."""

    media_type = "text/vtt"

    def parse(self, stream: IO[bytes], media_type: str | None = None, parser_context: Any = None) -> Any:
        """The bytes, if they are not too many."""
        data = stream.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise ParseError(f"The file is larger than {MOST_BYTES // 1_000_000} MB.")
        return data


class SubRipParser(CaptionsParser):
    media_type = "application/x-subrip"


class CueSerializer(serializers.Serializer[Any]):
    starts_ms = serializers.IntegerField()
    ends_ms = serializers.IntegerField()
    speaker = serializers.CharField()
    text = serializers.CharField()


class TranscriptSerializer(serializers.Serializer[Any]):
    """The captions of a recording in one language, without what was cut."""

    language = serializers.CharField()
    origin = serializers.CharField(help_text="human, machine or corrected.")
    version = serializers.IntegerField()
    changed_at = serializers.DateTimeField()
    cues = CueSerializer(many=True)


class TakenInSerializer(serializers.Serializer[Any]):
    """What became of a file of captions."""

    language = serializers.CharField()
    version = serializers.IntegerField()
    changed = serializers.BooleanField(help_text="False when it had the same captions already.")
    cues = serializers.IntegerField()
    warnings = serializers.ListField(child=serializers.CharField())


class CaptionsView(APIView):
    """The captions of a recording in one language."""

    parser_classes = [CaptionsParser, SubRipParser]

    @extend_schema(responses=TranscriptSerializer)
    def get(self, request: Request, slug: str, language: str) -> Response:
        """Every caption with its time and speaker."""
        track = get_object_or_404(
            Track.objects.select_related("recording"), recording=_recording(request, slug), language=language
        )
        return Response(writing.track_values(track, keeping.shown_lines(track)))

    @extend_schema(
        request={"text/vtt": OpenApiTypes.STR, "application/x-subrip": OpenApiTypes.STR},
        responses={200: TakenInSerializer},
    )
    def put(self, request: Request, slug: str, language: str) -> Response:
        """Bring captions as WebVTT or SubRip, in the place of what the language had; again changes nothing."""
        found = _recording(request, slug)
        authorize(request.user, "recordings.edit_words", found)
        sent: Any = request.data
        data = sent if isinstance(sent, bytes) else b""
        taken = actions.take_in_captions(found, data=data, language=language, by=person(request))
        return Response(
            {
                "language": taken.track.language,
                "version": taken.track.version,
                "changed": taken.changed,
                "cues": taken.track.cues.count(),
                "warnings": taken.warnings,
            }
        )


def _recording(request: Request, slug: str) -> Recording:
    return get_object_or_404(Recording.objects.visible_to(request.user), slug=slug)
