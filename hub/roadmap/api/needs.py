"""How badly items are needed, for programs: counts three ways, similar needs, one's own, and for others."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import NotAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from hub.accounts.authentication import person
from hub.accounts.models import Team, User
from hub.core.permissions import authorize
from hub.roadmap import actions, tallies
from hub.roadmap.api.serializers import RoadmapItemSerializer, SupportSerializer
from hub.roadmap.mine import mine_of
from hub.roadmap.models import RoadmapItem, Support
from hub.roadmap.needs import disagreements
from hub.roadmap.showing.needs import counted_of
from hub.roadmap.similar import similar_to


class SupportForSerializer(serializers.ModelSerializer[Support]):
    person: Any = serializers.SlugRelatedField(
        slug_field="handle", queryset=User.objects.filter(is_active=True)
    )

    class Meta:
        model = Support
        fields = ["person", "need", "why"]


class LevelSerializer(serializers.Serializer[Any]):
    need = serializers.IntegerField(help_text="How badly, 0 to 3.")
    people = serializers.IntegerField(help_text="How many people say so.")
    teams = serializers.IntegerField(help_text="For how many teams it is the strongest need of their people.")
    capacity = serializers.IntegerField(help_text="The capacity of those teams together.")


class TeamNeedSerializer(serializers.Serializer[Any]):
    team = serializers.CharField(help_text="Name of the team.")
    need = serializers.IntegerField(help_text="The strongest need of its people, 0 to 3.")
    people = serializers.IntegerField(help_text="How many of its people said something.")
    capacity = serializers.IntegerField(help_text="As published, else how many people are in it.")


class NeedsSerializer(serializers.Serializer[Any]):
    levels = LevelSerializer(many=True)
    by_team = TeamNeedSerializer(many=True)
    disagreements = serializers.ListField(
        child=serializers.CharField(), help_text="Where the three do not agree."
    )
    merged = serializers.ListField(child=serializers.SlugField(), help_text="Items that became part of it.")


class NearSerializer(serializers.Serializer[Any]):
    item = serializers.SlugField(source="item.slug")
    title = serializers.CharField(source="item.title")
    state = serializers.CharField(source="item.state")
    state_reason = serializers.CharField(source="item.state_reason")
    supporters = serializers.IntegerField(source="item.supporters")
    why = serializers.CharField(help_text="Why it is shown.")


class MySupportSerializer(SupportSerializer):
    item = serializers.SlugRelatedField[RoadmapItem](slug_field="slug", read_only=True)
    counts_for = serializers.SerializerMethodField(help_text="The item it became part of, or itself.")

    class Meta(SupportSerializer.Meta):
        fields = [*SupportSerializer.Meta.fields, "item", "counts_for"]

    def get_counts_for(self, support: Support) -> str:
        return (support.item.canonical or support.item).slug


class MineSerializer(serializers.Serializer[Any]):
    supports = MySupportSerializer(many=True)
    proposed = RoadmapItemSerializer(many=True)
    owned = RoadmapItemSerializer(many=True)


class CapacitySerializer(serializers.ModelSerializer[Team]):
    class Meta:
        model = Team
        fields = ["capacity"]
        extra_kwargs = {"capacity": {"required": True}}


class NeedsDoors:
    """The doors about how badly an item is needed."""

    get_object: Any
    prepare: Any

    @extend_schema(responses={200: NeedsSerializer})
    @action(detail=True, methods=["get"], pagination_class=None, filter_backends=[])
    def needs(self, request: Request, slug: str) -> Response:
        """How badly it is needed by people, by teams and by capacity, and where these disagree."""
        item = self.get_object()
        counted = counted_of(tallies.said_of(item.pk, timezone.localdate()))
        teams: list[dict[str, Any]] = [
            {
                "team": counted.names[team],
                "need": need,
                "people": len(counted.teams[team]),
                "capacity": counted.capacities[team],
            }
            for team, need in counted.of_teams().items()
        ]
        shown = {
            "levels": counted.levels(),
            "by_team": sorted(teams, key=lambda row: (-row["need"], row["team"])),
            "disagreements": disagreements(counted),
            "merged": item.parts.order_by("slug").values_list("slug", flat=True),
        }
        return Response(NeedsSerializer(shown).data)

    @extend_schema(request=SupportForSerializer, responses={200: SupportSerializer})
    @action(detail=True, methods=["put"], url_path="support/for")
    def support_for(self, request: Request, slug: str) -> Response:
        """Say for somebody else how badly they need it; they are told, and may change it."""
        item = self.get_object()
        authorize(request.user, "roadmap.support_for", item)
        form = SupportForSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        row = actions.support_for(item, by=person(request), **form.validated_data)
        return Response(SupportSerializer(row).data)

    @extend_schema(
        parameters=[OpenApiParameter("title", required=True), OpenApiParameter("need")],
        responses={200: NearSerializer(many=True)},
    )
    @action(detail=False, methods=["get"], pagination_class=None, filter_backends=[])
    def similar(self, request: Request) -> Response:
        """Items about the same need, by words and by meaning, the nearest first."""
        found = similar_to(request.query_params.get("title", ""), request.query_params.get("need", ""))
        return Response(NearSerializer(found, many=True).data)

    @extend_schema(responses={200: MineSerializer})
    @action(detail=False, methods=["get"], pagination_class=None, filter_backends=[])
    def mine(self, request: Request) -> Response:
        """What you need, proposed and answer for."""
        if not request.user.is_authenticated:
            raise NotAuthenticated
        found: dict[str, Any] = {
            name: [row[0] for row in rows] for name, rows in mine_of(person(request)).items()
        }
        for name in ("proposed", "owned"):
            keys = [item.pk for item in found[name]]
            found[name] = self.prepare(RoadmapItem.objects.filter(pk__in=keys))
        return Response(MineSerializer(found).data)

    @extend_schema(request=CapacitySerializer, responses={200: CapacitySerializer})
    @action(detail=False, methods=["put"], url_path=r"capacity/(?P<slug>[-\w]{1,100})")
    def capacity(self, request: Request, slug: str) -> Response:
        """Publish how many people of a team work with the platform; null: as many as are in it."""
        found = get_object_or_404(Team.objects.visible_to(request.user), slug=slug)
        authorize(request.user, "roadmap.publish_capacity", found)
        form = CapacitySerializer(data=request.data)
        form.is_valid(raise_exception=True)
        said = form.validated_data.get("capacity")
        return Response(
            CapacitySerializer(actions.publish_capacity(found, by=person(request), capacity=said)).data
        )
