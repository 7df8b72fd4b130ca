"""Concluding for programs: end a closed vote, and say that a conclusion still holds."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from hub.accounts.authentication import person
from hub.catalog.models import Service, ServiceStage
from hub.core import limits
from hub.core.permissions import authorize
from hub.sigs.api import CaseSerializer, ConclusionSerializer, ConclusionViewSet, TermSerializer
from hub.sigs.models import Conclusion
from hub.voting import actions
from hub.voting.models import Decision
from hub.voting.reaching import ORDER

SERVICES = Service.objects.all()
STAGES = [(stage.value, stage.label) for stage in map(ServiceStage.Stage, ORDER)]


def markdown(*, required: bool = False) -> serializers.CharField:
    """A text in Markdown."""
    more: dict[str, Any] = {} if required else {"allow_blank": True, "default": ""}
    return serializers.CharField(max_length=limits.TEXT, **more)


class AwaitedSerializer(serializers.Serializer[Any]):
    service: Any = serializers.SlugRelatedField(slug_field="slug", queryset=SERVICES)
    stage = serializers.ChoiceField(STAGES)


class ConcludeSerializer(serializers.Serializer[Any]):
    title = serializers.CharField(max_length=limits.NAME)
    verdict = markdown(required=True)
    cases = CaseSerializer(many=True, required=False)
    reasons = markdown()
    conditions = markdown()
    dissent = markdown()
    confidence = serializers.ChoiceField(Conclusion.Confidence.choices, allow_blank=True, default="")
    review_on = serializers.DateField(allow_null=True, default=None)
    returns = AwaitedSerializer(many=True, required=False)
    return_condition = serializers.CharField(max_length=limits.LINE, allow_blank=True, default="")
    services: Any = serializers.SlugRelatedField(
        slug_field="slug", queryset=SERVICES, many=True, required=False
    )

    def facts(self) -> dict[str, Any]:
        """What the verb takes."""
        found = dict(self.validated_data)
        found["cases"] = [(row["use_case"], row["verdict"]) for row in found.get("cases", [])]
        found["returns"] = [(row["service"], row["stage"]) for row in found.get("returns", [])]
        return found


class KeepSerializer(serializers.Serializer[Any]):
    why = serializers.CharField(max_length=200)
    review_on = serializers.DateField()


def shown(conclusion: Conclusion, user: Any, code: int = status.HTTP_200_OK) -> Response:
    """A conclusion as the list of them has it."""
    rows = ConclusionViewSet().prepare(Conclusion.objects.visible_to(user))
    return Response(ConclusionSerializer(rows.get(pk=conclusion.pk)).data, status=code)


class ConcludeView(APIView):
    """End a closed vote with a conclusion."""

    @extend_schema(request=ConcludeSerializer, responses={201: ConclusionSerializer})
    def post(self, request: Request, slug: str) -> Response:
        """Write down what the group concludes; what the vote reopened is superseded."""
        decision = get_object_or_404(Decision.objects.visible_to(request.user), slug=slug)
        authorize(request.user, "voting.conclude", decision)
        form = ConcludeSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        made = actions.conclude(decision, by=person(request), **form.facts())
        return shown(made, request.user, status.HTTP_201_CREATED)


class TermsView(APIView):
    """End a closed election with terms."""

    @extend_schema(request=None, responses={200: TermSerializer(many=True)})
    def post(self, request: Request, slug: str) -> Response:
        """Have the elected take office today, and end the terms of those who were not elected again."""
        decision = get_object_or_404(Decision.objects.visible_to(request.user), slug=slug)
        authorize(request.user, "voting.conclude", decision)
        terms = actions.decide_election(decision, by=person(request))
        return Response(TermSerializer(terms, many=True).data)


class KeepView(APIView):
    """Say that a conclusion still holds."""

    @extend_schema(request=KeepSerializer, responses={200: ConclusionSerializer})
    def post(self, request: Request, slug: str) -> Response:
        """Say why it still holds, and on which day to look at it again."""
        conclusion = get_object_or_404(Conclusion.objects.visible_to(request.user), slug=slug)
        authorize(request.user, "voting.keep_conclusion", conclusion)
        form = KeepSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        kept = actions.keep_conclusion(conclusion, by=person(request), **form.validated_data)
        return shown(kept, request.user)
