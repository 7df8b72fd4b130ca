"""The feed, and what a person was told, for programs."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from hub.accounts.authentication import ReadOrMayWrite, person
from hub.activity import actions
from hub.activity.models import Entry, Notification
from hub.core.api import ReadViewSet
from hub.core.serializers import slug


class EntrySerializer(serializers.ModelSerializer[Entry]):
    actor = slug(field="handle")

    class Meta:
        model = Entry
        fields = [
            "id",
            "kind",
            "actor",
            "summary",
            "subject_kind",
            "subject_label",
            "subject_url",
            "created_at",
        ]


class NotificationSerializer(serializers.ModelSerializer[Notification]):
    entry = EntrySerializer(read_only=True)

    class Meta:
        model = Notification
        fields = ["id", "entry", "read_at"]


class EntryViewSet(ReadViewSet):
    """What happened, the newest first."""

    model = Entry
    serializer_class = EntrySerializer
    lookup_field = "pk"
    lookup_value_regex = r"\d{1,18}"
    filterset_fields = ["kind", "subject_kind"]

    def prepare(self, rows: Any) -> Any:
        return rows.select_related("actor")


class NotificationViewSet(mixins.ListModelMixin, GenericViewSet[Notification]):
    """What the caller was told of."""

    serializer_class = NotificationSerializer
    permission_classes = [IsAuthenticated, ReadOrMayWrite]
    queryset = Notification.objects.none()

    def get_queryset(self) -> QuerySet[Notification]:
        """The caller's own notifications only."""
        rows = Notification.objects.filter(user=self.request.user.pk, in_app=True)
        return rows.select_related("entry__actor")

    @extend_schema(request=None, responses={204: None})
    @action(detail=False, methods=["post"], url_path="reading")
    def reading(self, request: Request) -> Response:
        """Mark everything as read."""
        actions.mark_read(self.get_queryset(), by=person(request))
        return Response(status=status.HTTP_204_NO_CONTENT)
