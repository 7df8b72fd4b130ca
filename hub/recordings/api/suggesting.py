"""Links that the words of a recording suggest, for programs."""

from __future__ import annotations

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from hub.accounts.authentication import ReadOrMayWrite, person
from hub.core.permissions import authorize
from hub.recordings import actions
from hub.recordings.api.watching import recording_of
from hub.recordings.linking import suggest_links
from hub.recordings.models import Recording, Suggestion


class LinkSuggestionSerializer(serializers.ModelSerializer[Suggestion]):
    """A link that the words suggest, with the sentence as proof."""

    kind = serializers.CharField()
    state = serializers.CharField()
    chapter = serializers.IntegerField(source="segment_id", allow_null=True)

    class Meta:
        model = Suggestion
        fields = ["id", "kind", "key", "at_ms", "sentence", "times", "chapter", "state"]


def _own(request: Request, slug: str) -> Recording:
    found = recording_of(request, slug)
    authorize(request.user, "recordings.edit_segments", found)
    return found


class SuggestionsView(APIView):
    """What the words suggest to link."""

    permission_classes = [IsAuthenticated, ReadOrMayWrite]

    @extend_schema(responses=LinkSuggestionSerializer(many=True))
    def get(self, request: Request, slug: str) -> Response:
        """All suggestions, decided or not."""
        return Response(LinkSuggestionSerializer(_own(request, slug).suggestions.all(), many=True).data)

    @extend_schema(request=None, responses=LinkSuggestionSerializer(many=True))
    def post(self, request: Request, slug: str) -> Response:
        """Look through the words again; answers with what waits for a decision."""
        return Response(LinkSuggestionSerializer(suggest_links(_own(request, slug)), many=True).data)


class AcceptanceView(APIView):
    """Making the link."""

    @extend_schema(request=None, responses=LinkSuggestionSerializer)
    def post(self, request: Request, slug: str, pk: int) -> Response:
        """Make it."""
        row = get_object_or_404(_own(request, slug).suggestions.all(), pk=pk)
        return Response(LinkSuggestionSerializer(actions.accept_suggestion(row, by=person(request))).data)


class DismissalView(APIView):
    """Saying that the link makes no sense."""

    @extend_schema(request=None, responses=LinkSuggestionSerializer)
    def post(self, request: Request, slug: str, pk: int) -> Response:
        """Dismiss it; it is not suggested again."""
        row = get_object_or_404(_own(request, slug).suggestions.all(), pk=pk)
        return Response(LinkSuggestionSerializer(actions.dismiss_suggestion(row, by=person(request))).data)
