"""What programs read and write of the roadmap."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from hub.catalog.models import Service
from hub.core.serializers import PageField, slug, slugs
from hub.roadmap.models import ItemStage, RoadmapItem, Support


class SupportSerializer(serializers.ModelSerializer[Support]):
    person = slug("user", "handle")
    said_by = slug(field="handle")

    class Meta:
        model = Support
        fields = ["person", "need", "why", "said_by", "changed_at"]
        read_only_fields = ["changed_at"]


class ItemStageSerializer(serializers.ModelSerializer[ItemStage]):
    class Meta:
        model = ItemStage
        fields = ["stage", "milestone"]


class RoadmapItemSerializer(serializers.ModelSerializer[RoadmapItem]):
    group = slug()
    team = slug()
    owner = slug(field="handle")
    proposed_by = slug(field="handle")
    services = slugs()
    demos = slugs()
    decisions = slugs()
    conclusions = slugs()
    stages = ItemStageSerializer(many=True, read_only=True)
    supporters = serializers.IntegerField(read_only=True)
    blocked = serializers.IntegerField(read_only=True)
    page = PageField()

    class Meta:
        model = RoadmapItem
        fields = [
            "slug", "title", "kind", "need", "for_whom", "workaround", "state", "state_reason", "quarter", "step",
            "group", "team", "owner", "estimate", "target_on", "impediment", "impeded_at", "proposed_by", "proposed_on",
            "services", "demos", "decisions", "conclusions", "stages",
            "supporters", "blocked", "links", "page",
        ]  # fmt: skip


class ProposalSerializer(serializers.ModelSerializer[RoadmapItem]):
    services: Any = serializers.SlugRelatedField(
        slug_field="slug", queryset=Service.objects.all(), many=True, required=False
    )

    class Meta:
        model = RoadmapItem
        fields = ["title", "kind", "need", "for_whom", "workaround", "step", "services"]
        extra_kwargs = {"need": {"required": True, "allow_blank": False}}
