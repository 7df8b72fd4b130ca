"""The care of a recording for programs: publish, retire, keep, ask and answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from hub.accounts.authentication import person
from hub.accounts.models import User
from hub.core import limits
from hub.core.permissions import authorize
from hub.core.serializers import PageField, slug
from hub.recordings import actions
from hub.recordings.care import hindrances
from hub.recordings.models import Recording, SignOff
from hub.sigs.models import Group


class RecordingSignOffSerializer(serializers.ModelSerializer[SignOff]):
    user = slug(field="handle")

    class Meta:
        model = SignOff
        fields = ["user", "agrees", "words", "asked_at", "said_at"]


class RecordingCareSerializer(serializers.ModelSerializer[Recording]):
    group = slug()
    owner = slug(field="handle")
    in_the_way = serializers.SerializerMethodField(help_text="What stands in the way of publishing it.")
    sign_offs = RecordingSignOffSerializer(many=True, read_only=True)
    page = PageField()

    class Meta:
        model = Recording
        fields = [
            "slug", "title", "state", "state_reason", "published_at", "retired_at", "audience", "group", "owner",
            "keep_until", "in_the_way", "sign_offs", "page",
        ]  # fmt: skip

    def get_in_the_way(self, recording: Recording) -> list[str]:
        """Sentences for people; empty once it is published."""
        asked_by = self.context.get("by")
        return [] if recording.is_shown else hindrances(recording, asked_by)


class RecordingPublicationSerializer(serializers.Serializer[Any]):
    anyway = serializers.CharField(
        max_length=limits.LINE, required=False, allow_blank=True,
        help_text="Why a platform admin publishes it whatever stands in the way.",
    )  # fmt: skip


class RecordingReasonSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=limits.LINE, help_text="Why, in one sentence.")


class RecordingReturnSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=limits.LINE, required=False, allow_blank=True, help_text="Why.")


class RecordingKeepingSerializer(serializers.Serializer[Any]):
    until = serializers.DateField(required=False, allow_null=True, help_text="Empty: for ever.")


class RecordingAudienceSerializer(serializers.Serializer[Any]):
    audience = serializers.ChoiceField(choices=Recording.Audience.choices)
    group: Any = serializers.SlugRelatedField(
        slug_field="slug", queryset=Group.objects.all(), required=False, allow_null=True
    )


class RecordingSpeakersSerializer(serializers.Serializer[Any]):
    people: Any = serializers.SlugRelatedField(
        slug_field="handle", queryset=User.objects.filter(is_active=True), many=True, required=False
    )


class RecordingAnswerSerializer(serializers.Serializer[Any]):
    agrees = serializers.BooleanField()
    words = serializers.CharField(max_length=limits.LINE, required=False, allow_blank=True)


class CareDoor(APIView):
    """What every door to the care of a recording does: find, may, do, show."""

    verb = "recordings.look_after"

    def found(self, request: Request, slug: str) -> Recording:
        """The recording of the address, if the caller may do that to it."""
        rows = Recording.objects.visible_to(request.user).select_related(
            "meeting__series__group", "group", "owner"
        )
        found = get_object_or_404(rows, slug=slug)
        authorize(request.user, self.verb, found)
        return found

    def carry(self, request: Request, slug: str, shape: type[Any], act: Callable[..., Any]) -> Response:
        """Carry out what was sent."""
        found = self.found(request, slug)
        form = shape(data=request.data)
        form.is_valid(raise_exception=True)
        act(found, by=person(request), **form.validated_data)
        return self.shown(request, found)

    def shown(self, request: Request, found: Recording) -> Response:
        """The recording as it is afterwards."""
        row = Recording.objects.select_related("group", "owner").get(pk=found.pk)
        return Response(RecordingCareSerializer(row, context={"by": request.user}).data)


class RecordingCareView(CareDoor):
    """How far a recording is, and what is in its way."""

    @extend_schema(responses=RecordingCareSerializer)
    def get(self, request: Request, slug: str) -> Response:
        """State, audience, sign-offs, how long it is kept, and what stands in the way of publishing it."""
        person(request)
        return self.shown(request, self.found(request, slug))


class RecordingPublicationView(CareDoor):
    """Publish a draft."""

    verb = "recordings.publish"

    @extend_schema(request=RecordingPublicationSerializer, responses=RecordingCareSerializer)
    def post(self, request: Request, slug: str) -> Response:
        """Show it to those it is meant for."""
        return self.carry(request, slug, RecordingPublicationSerializer, actions.publish_recording)


class RecordingRetirementView(CareDoor):
    """Retire what is published."""

    verb = "recordings.retire"

    @extend_schema(request=RecordingReasonSerializer, responses=RecordingCareSerializer)
    def post(self, request: Request, slug: str) -> Response:
        """Take its files away and keep its words."""
        return self.carry(request, slug, RecordingReasonSerializer, actions.retire_recording)


class RecordingReturnView(CareDoor):
    """One step back."""

    verb = "recordings.take_back"

    @extend_schema(request=RecordingReturnSerializer, responses=RecordingCareSerializer)
    def post(self, request: Request, slug: str) -> Response:
        """What is published becomes a draft, what is retired is published again."""
        return self.carry(request, slug, RecordingReturnSerializer, actions.take_back_recording)


class RecordingKeepingView(CareDoor):
    """How long it is kept."""

    @extend_schema(request=RecordingKeepingSerializer, responses=RecordingCareSerializer)
    def put(self, request: Request, slug: str) -> Response:
        """Keep it until a day, or for ever."""
        return self.carry(request, slug, RecordingKeepingSerializer, actions.keep_recording)


class RecordingAudienceView(CareDoor):
    """Who may see it."""

    @extend_schema(request=RecordingAudienceSerializer, responses=RecordingCareSerializer)
    def put(self, request: Request, slug: str) -> Response:
        """Everybody, people who are signed in, or the people of a group."""
        return self.carry(request, slug, RecordingAudienceSerializer, actions.set_audience)


class RecordingSpeakersView(CareDoor):
    """Whom to ask before it is published."""

    @extend_schema(request=RecordingSpeakersSerializer, responses=RecordingCareSerializer)
    def post(self, request: Request, slug: str) -> Response:
        """Ask these speakers, and those who present a demo in it."""
        return self.carry(request, slug, RecordingSpeakersSerializer, actions.ask_speakers)


class RecordingSignOffView(CareDoor):
    """What I say to its publication."""

    verb = "recordings.sign_off"

    @extend_schema(request=RecordingAnswerSerializer, responses=RecordingSignOffSerializer)
    def put(self, request: Request, slug: str) -> Response:
        """Agree, or say what should be cut; published already, a no takes it down at once."""
        found = self.found(request, slug)
        form = RecordingAnswerSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        row = actions.sign_off(found, by=person(request), **form.validated_data)
        return Response(RecordingSignOffSerializer(row).data)
