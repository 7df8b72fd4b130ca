"""Items for programs: read them, propose, say what you need."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, Q
from django.shortcuts import get_object_or_404
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from hub.accounts.authentication import person
from hub.catalog.models import Service
from hub.core.api import ReadViewSet
from hub.core.permissions import authorize
from hub.demos.models import Demo
from hub.roadmap import actions
from hub.roadmap.api.life import LifeDoors
from hub.roadmap.api.merging import MergeDoors
from hub.roadmap.api.needs import NeedsDoors
from hub.roadmap.api.serializers import ProposalSerializer, RoadmapItemSerializer, SupportSerializer
from hub.roadmap.models import RoadmapItem, Support
from hub.voting.models import Decision


def as_it_stands(item: RoadmapItem) -> dict[str, Any]:
    """What an edit keeps of an item where it says nothing."""
    names = ["title", "kind", "need", "for_whom", "workaround", "step"]
    return {name: getattr(item, name) for name in names} | {"services": list(item.services.all())}


class RoadmapViewSet(NeedsDoors, MergeDoors, LifeDoors, ReadViewSet):
    """Items of the roadmap, and the doors to propose, edit, support, merge and move them.

    At the address of an item that was merged, reading answers 307 with the address of the one it became part
    of; whatever else is done there is done to that one.
    """

    model = RoadmapItem
    serializer_class = RoadmapItemSerializer
    filterset_fields = {
        "state": ["exact"], "quarter": ["exact", "gte", "lte"], "step": ["exact"], "kind": ["exact"],
        "group__slug": ["exact"], "team__slug": ["exact"], "services__slug": ["exact"], "owner__handle": ["exact"],
        "impeded_at": ["isnull"], "moved_at": ["gte"], "blocked": ["gte"], "supporters": ["gte"],
    }  # fmt: skip

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One item; 307 to the one it became part of, when it was merged."""
        item = self.get_object()
        if item.slug != kwargs["slug"]:
            there = reverse("api:roadmap-detail", args=[item.slug])
            return Response(status=status.HTTP_307_TEMPORARY_REDIRECT, headers={"Location": there})
        return Response(self.get_serializer(item).data)

    def get_object(self) -> RoadmapItem:
        """The item at this address, or the one it became part of."""
        slug = self.kwargs["slug"]
        whole = Q(slug=slug) | Q(pk__in=RoadmapItem.objects.filter(slug=slug).values("canonical"))
        found: RoadmapItem = get_object_or_404(self.get_queryset(), whole)
        self.check_object_permissions(self.request, found)
        return found

    def prepare(self, rows: Any) -> Any:
        services = Prefetch("services", Service.objects.order_by("slug"))
        joined = rows.select_related("group", "team", "owner", "proposed_by")
        seen = [
            Prefetch("demos", Demo.objects.visible_to(self.request.user).order_by("slug")),
            Prefetch("decisions", Decision.objects.visible_to(self.request.user).order_by("slug")),
        ]
        return joined.prefetch_related(services, *seen, "conclusions", "stages")

    @extend_schema(request=ProposalSerializer, responses={201: RoadmapItemSerializer})
    def create(self, request: Request) -> Response:
        """Propose an item."""
        authorize(request.user, "roadmap.propose_item")
        form = ProposalSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        item = actions.propose_item(by=person(request), **form.validated_data)
        return self._shown(item, status.HTTP_201_CREATED)

    @extend_schema(request=ProposalSerializer, responses={200: RoadmapItemSerializer})
    def partial_update(self, request: Request, slug: str) -> Response:
        """Edit one's own proposal while it is only proposed."""
        item = self.get_object()
        authorize(request.user, "roadmap.edit_item", item)
        form = ProposalSerializer(item, data=request.data, partial=True)
        form.is_valid(raise_exception=True)
        wanted = as_it_stands(item) | form.validated_data
        return self._shown(actions.edit_item(item, by=person(request), **wanted))

    @extend_schema(request=SupportSerializer, responses={200: SupportSerializer})
    @action(detail=True, methods=["put"], url_path="support")
    def support(self, request: Request, slug: str) -> Response:
        """Say how badly you need it, and why; saying it again replaces what you said."""
        item = self.get_object()
        authorize(request.user, "roadmap.support_item", item)
        form = SupportSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        row = actions.support_item(item, by=person(request), **form.validated_data)
        return Response(SupportSerializer(row).data)

    @extend_schema(request=None, responses={204: None})
    @support.mapping.delete
    def withdraw_support(self, request: Request, slug: str) -> Response:
        """Take back what you said."""
        item = self.get_object()
        authorize(request.user, "roadmap.support_item", item)
        actions.withdraw_support(item, by=person(request))
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(responses={200: SupportSerializer(many=True)})
    @action(detail=True, methods=["get"], pagination_class=None, filter_backends=[])
    def supports(self, request: Request, slug: str) -> Response:
        """Who needs it, how badly, and why."""
        voices = Support.objects.voices(self.get_object())
        rows = voices.select_related("user", "said_by").order_by("-need", "user__name", "pk")
        return Response(SupportSerializer(rows, many=True).data)

    def _shown(self, item: RoadmapItem, code: int = status.HTTP_200_OK) -> Response:
        row = self.get_queryset().get(pk=item.pk)
        return Response(RoadmapItemSerializer(row).data, status=code)
