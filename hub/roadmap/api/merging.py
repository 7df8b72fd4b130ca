"""Merging for programs."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from hub.accounts.authentication import person
from hub.core.permissions import authorize
from hub.core.serializers import slug as slug_of
from hub.roadmap import actions
from hub.roadmap.models import Merge, RoadmapItem


class MergeSerializer(serializers.ModelSerializer[Merge]):
    item = slug_of()
    into: Any = serializers.SlugRelatedField(slug_field="slug", queryset=RoadmapItem.objects.all())
    by = slug_of(field="handle")
    undo_until = serializers.DateTimeField(read_only=True)

    class Meta:
        model = Merge
        fields = ["item", "into", "reason", "by", "at", "undo_until"]
        read_only_fields = ["at"]


class MergeDoors:
    """The doors to make two items one, and to take it back."""

    @extend_schema(request=MergeSerializer, responses={201: MergeSerializer})
    @action(detail=True, methods=["post"])
    def merge(self, request: Request, slug: str) -> Response:
        """Let the item become part of another; it can be taken back for seven days."""
        item = get_object_or_404(RoadmapItem.objects.select_related("group"), slug=slug)
        form = MergeSerializer(data=request.data)
        authorize(request.user, "roadmap.merge_items", item)
        form.is_valid(raise_exception=True)
        authorize(request.user, "roadmap.merge_items", form.validated_data["into"])
        made = actions.merge_item(item, by=person(request), **form.validated_data)
        return Response(MergeSerializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=None, responses={204: None})
    @merge.mapping.delete
    def unmerge(self, request: Request, slug: str) -> Response:
        """Take the merge of this item back."""
        item = get_object_or_404(RoadmapItem.objects.select_related("group", "canonical__group"), slug=slug)
        for one in filter(None, (item, item.canonical)):
            authorize(request.user, "roadmap.merge_items", one)
        actions.unmerge_item(item, by=person(request))
        return Response(status=status.HTTP_204_NO_CONTENT)
