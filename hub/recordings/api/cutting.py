"""Cuts of a recording, for programs."""

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
from hub.recordings.actions import cutting
from hub.recordings.api.watching import recording_of
from hub.recordings.models import Cut, Recording

MOST_MS = 2_000_000_000


class CutSerializer(serializers.ModelSerializer[Cut]):
    """A span that nobody sees or hears any more, in milliseconds."""

    starts_ms = serializers.IntegerField(min_value=0, max_value=MOST_MS)
    ends_ms = serializers.IntegerField(
        min_value=0, max_value=MOST_MS, help_text="The first moment that is shown again."
    )
    reason = serializers.CharField(
        max_length=limits.LINE, required=False, allow_blank=True,
        help_text="Why, for those who look after it alone.",
    )  # fmt: skip
    by = slug(field="handle")

    class Meta:
        model = Cut
        fields = ["id", "starts_ms", "ends_ms", "reason", "by", "at"]
        read_only_fields = ["at"]


def _own(request: Request, slug: str) -> Recording:
    """The recording, for those who may cut it."""
    found = recording_of(request, slug)
    authorize(request.user, "recordings.cut", found)
    return found


class CutsView(APIView):
    """What was cut out of a recording: for those who look after it."""

    permission_classes = [IsAuthenticated, ReadOrMayWrite]

    @extend_schema(responses=CutSerializer(many=True))
    def get(self, request: Request, slug: str) -> Response:
        """The cuts in their order."""
        rows = _own(request, slug).cuts.select_related("by")
        return Response(CutSerializer(rows, many=True).data)

    @extend_schema(request=CutSerializer, responses={201: CutSerializer})
    def post(self, request: Request, slug: str) -> Response:
        """Cut a span: from this moment the old files are not served; the video is made anew."""
        found = _own(request, slug)
        form = CutSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        made = cutting.add_cut(found, by=person(request), **form.validated_data)
        return Response(CutSerializer(made).data, status=status.HTTP_201_CREATED)


class CutView(APIView):
    """One cut."""

    permission_classes = [IsAuthenticated, ReadOrMayWrite]

    @extend_schema(responses={204: None})
    def delete(self, request: Request, slug: str, pk: int) -> Response:
        """Take it back: the span is shown again once the video has been made anew."""
        cut: Any = get_object_or_404(_own(request, slug).cuts.select_related("recording"), pk=pk)
        cutting.remove_cut(cut, by=person(request))
        return Response(status=status.HTTP_204_NO_CONTENT)
