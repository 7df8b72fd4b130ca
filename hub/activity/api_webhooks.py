"""Webhooks for programs of platform admins."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from hub.accounts.authentication import ReadOrMayWrite, person
from hub.activity import hooks
from hub.activity.kinds import kind_of
from hub.activity.models import Webhook, WebhookDelivery
from hub.core.permissions import authorize
from hub.core.serializers import PageField, slug


class WebhookSerializer(serializers.ModelSerializer[Webhook]):
    """A webhook; its secret is not part of it."""

    kinds = serializers.ListField(child=serializers.CharField(max_length=60), required=False, max_length=200)
    created_by = slug(field="handle")
    page = PageField()

    class Meta:
        model = Webhook
        fields = [
            "id", "name", "url", "kinds", "about", "active", "created_by", "created_at", "failures", "last_status",
            "last_at", "page",
        ]  # fmt: skip
        read_only_fields = ["created_at", "failures", "last_status", "last_at"]


class NewWebhookSerializer(WebhookSerializer):
    """A webhook as it is answered once: with its secret."""

    secret = serializers.SerializerMethodField()

    class Meta(WebhookSerializer.Meta):
        fields = [*WebhookSerializer.Meta.fields, "secret"]

    def get_secret(self, webhook: Webhook) -> str:
        """What its messages are signed with; shown now and never again."""
        return str(self.context["secret"])


class WebhookDeliverySerializer(serializers.ModelSerializer[WebhookDelivery]):
    kind = serializers.CharField(source="entry.kind", read_only=True)
    what = serializers.SerializerMethodField()
    message_id = serializers.CharField(read_only=True)
    given_up = serializers.BooleanField(read_only=True)

    class Meta:
        model = WebhookDelivery
        fields = [
            "id", "message_id", "kind", "what", "entry", "attempts", "due_at", "done_at", "code", "error", "given_up",
        ]  # fmt: skip
        read_only_fields = fields

    def get_what(self, row: WebhookDelivery) -> str:
        """The kind in words: what happened."""
        return kind_of(row.entry.kind).plain


class WebhookViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, GenericViewSet[Webhook]):
    """Where what happens is sent; for platform admins."""

    queryset = Webhook.objects.none()
    serializer_class = WebhookSerializer
    permission_classes = [IsAuthenticated, ReadOrMayWrite]
    lookup_value_regex = r"\d{1,18}"

    def get_queryset(self) -> Any:
        return Webhook.objects.visible_to(self.request.user).select_related("created_by")

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Nobody else is told anything."""
        super().initial(request, *args, **kwargs)
        if self.action is not None:  # else the method is refused
            authorize(request.user, "activity.manage_webhooks")

    @extend_schema(request=WebhookSerializer, responses={201: NewWebhookSerializer})
    def create(self, request: Request) -> Response:
        """Make a webhook; the answer has its secret, which no other answer ever has."""
        form = WebhookSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        return self._told(*hooks.make_webhook(by=person(request), **form.validated_data))

    @extend_schema(request=WebhookSerializer, responses={200: WebhookSerializer})
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change where it is sent and what, or switch it off."""
        row = self.get_object()
        form = WebhookSerializer(row, data=request.data, partial=True)
        form.is_valid(raise_exception=True)
        return Response(
            WebhookSerializer(hooks.edit_webhook(row, by=person(request), **form.validated_data)).data
        )

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """Send nothing there any more."""
        hooks.remove_webhook(self.get_object(), by=person(request))
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request=None, responses={201: NewWebhookSerializer})
    @action(detail=True, methods=["post"])
    def secret(self, request: Request, pk: str) -> Response:
        """Give it another secret; the one before signs beside it for a day."""
        row = self.get_object()
        return self._told(row, hooks.renew_secret(row, by=person(request)))

    @extend_schema(request=None, responses={202: WebhookDeliverySerializer})
    @action(detail=True, methods=["post"])
    def ping(self, request: Request, pk: str) -> Response:
        """Send a message that says nothing, to try whether it arrives."""
        row = hooks.ping_webhook(self.get_object(), by=person(request))
        return Response(WebhookDeliverySerializer(row).data, status.HTTP_202_ACCEPTED)

    @extend_schema(responses={200: WebhookDeliverySerializer(many=True)})
    @action(detail=True, methods=["get"])
    def deliveries(self, request: Request, pk: str) -> Response:
        """What was sent, the newest first, and how it went."""
        rows: Any = self.get_object().deliveries.select_related("entry")
        page: Any = self.paginate_queryset(rows)
        return self.get_paginated_response(WebhookDeliverySerializer(page, many=True).data)

    @extend_schema(request=None, responses={202: WebhookDeliverySerializer})
    @action(detail=True, methods=["post"], url_path=r"deliveries/(?P<delivery>\d{1,18})/again")
    def again(self, request: Request, pk: str, delivery: str) -> Response:
        """Send one message again; it keeps its id."""
        rows = self.get_object().deliveries.select_related("webhook", "entry")
        row = hooks.send_again(_one(rows, delivery), by=person(request))
        return Response(WebhookDeliverySerializer(row).data, status.HTTP_202_ACCEPTED)

    def _told(self, webhook: Webhook, secret: str) -> Response:
        told = NewWebhookSerializer(webhook, context={"secret": secret})
        return Response(told.data, status.HTTP_201_CREATED)


def _one(rows: Any, key: str) -> WebhookDelivery:
    return get_object_or_404(rows, pk=int(key))
