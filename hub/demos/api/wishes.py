"""The wish list for programs."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from hub.accounts.authentication import person
from hub.core.api import ReadViewSet
from hub.core.permissions import authorize
from hub.demos import actions
from hub.demos.api import shapes
from hub.demos.gaps import gaps_for
from hub.demos.models import Miss, Wish
from hub.demos.similar import similar_wishes


class WishViewSet(ReadViewSet):
    """What people would like to see in a demo."""

    model = Wish
    serializer_class = shapes.WishSerializer
    lookup_field = "pk"
    lookup_value_regex = r"\d{1,18}"
    filterset_fields = ["state", "service__slug"]

    def prepare(self, rows: Any) -> Any:
        return rows.select_related("service", "made_by", "demo")

    @extend_schema(request=shapes.WishMakingSerializer, responses={201: shapes.WishSerializer})
    def create(self, request: Request) -> Response:
        """Wish for a demo; whoever asks for what is on the list already joins that wish."""
        authorize(request.user, "demos.make_wish")
        form = shapes.WishMakingSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        wish = actions.make_wish(by=person(request), **form.validated_data)
        return Response(self.get_serializer(wish).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=None, responses={200: shapes.WishSerializer})
    @action(detail=True, methods=["post"])
    def support(self, request: Request, pk: str) -> Response:
        """Wish for it too."""
        wish = self.get_object()
        authorize(request.user, "demos.support_wish", wish)
        return Response(self.get_serializer(actions.join_wish(wish, by=person(request))).data)

    @extend_schema(request=None, responses={200: shapes.WishSerializer})
    @action(detail=True, methods=["post"], url_path="support/withdrawal")
    def support_withdrawal(self, request: Request, pk: str) -> Response:
        """No longer wish for it."""
        wish = self.get_object()
        authorize(request.user, "demos.support_wish", wish)
        return Response(self.get_serializer(actions.leave_wish(wish, by=person(request))).data)

    @extend_schema(request=shapes.DemoReasonSerializer, responses={200: shapes.WishSerializer})
    @action(detail=True, methods=["post"])
    def closing(self, request: Request, pk: str) -> Response:
        """Take it off the list, and say why."""
        wish = self.get_object()
        authorize(request.user, "demos.close_wish", wish)
        form = shapes.DemoReasonSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        return Response(
            self.get_serializer(actions.close_wish(wish, by=person(request), **form.validated_data)).data
        )

    @extend_schema(
        parameters=[OpenApiParameter("title", required=True)],
        responses={200: shapes.WishSerializer(many=True)},
    )
    @action(detail=False, methods=["get"], pagination_class=None, filter_backends=[])
    def similar(self, request: Request) -> Response:
        """Wishes on the list like the one you are about to make."""
        found = similar_wishes(request.query_params.get("title", "")[:200])
        return Response(self.get_serializer(found, many=True).data)

    @extend_schema(responses={200: shapes.DemoGapsSerializer})
    @action(detail=False, methods=["get"], pagination_class=None, filter_backends=[])
    def gaps(self, request: Request) -> Response:
        """Where demos are missing."""
        found = gaps_for(request.user, timezone.localdate())
        gaps = {"services": [service.slug for service in found.services], "misses": found.misses}
        return Response(shapes.DemoGapsSerializer(gaps).data)

    @extend_schema(request=None, responses={204: None})
    @action(detail=False, methods=["post"], url_path=r"misses/(?P<miss>\d{1,18})/removal")
    def forgetting(self, request: Request, miss: str) -> Response:
        """Strike words that were searched for off the list."""
        authorize(request.user, "demos.forget_miss")
        actions.forget_miss(get_object_or_404(Miss, pk=miss))
        return Response(status=status.HTTP_204_NO_CONTENT)
