"""Contradictions on the roadmap, for programs."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from hub.roadmap.consistency import contradictory, counts
from hub.roadmap.models import RoadmapItem


class ContradictionSerializer(serializers.Serializer[Any]):
    """One way in which items contradict themselves."""

    kind = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    sentence = serializers.CharField()
    count = serializers.IntegerField()
    items = serializers.ListField(child=serializers.CharField())


class ContradictionsView(APIView):
    """What items say that cannot be true all at once."""

    permission_classes = [AllowAny]

    @extend_schema(responses={200: ContradictionSerializer(many=True)})
    def get(self, request: Request) -> Response:
        """Every kind of contradiction that there is, with the items."""
        visible = RoadmapItem.objects.visible_to(request.user)
        return Response(
            [
                {
                    "kind": rule.key, "label": rule.label, "sentence": rule.sentence, "count": count,
                    "items": list(contradictory(visible, rule.key).order_by("slug").values_list("slug", flat=True)),
                }
                for rule, count in counts(visible)
            ]
        )  # fmt: skip
