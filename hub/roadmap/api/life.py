"""The life of items for programs: the graph, moves, notes, what is in the way, steering, releases, use, answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema, inline_serializer
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from hub.accounts.authentication import person
from hub.core.permissions import authorize
from hub.roadmap import actions, answering, lifecycle
from hub.roadmap.answering import weeks_of
from hub.roadmap.api.life_shapes import (
    ImpedimentSerializer,
    LivesSerializer,
    MoveSerializer,
    MoveWishSerializer,
    NoteSerializer,
    PlanSerializer,
    ReleaseSerializer,
    ReleaseTextSerializer,
    StateSerializer,
    SteeringSerializer,
    UseSerializer,
)
from hub.roadmap.api.serializers import RoadmapItemSerializer
from hub.roadmap.models import Release, RoadmapItem
from hub.roadmap.released import releases_for

GRAPH = StateSerializer(many=True)


class LifeDoors(GenericViewSet):
    """What happens to one item; part of the doors of items, which say how they show one."""

    _shown: Callable[..., Response]

    @extend_schema(responses={200: GRAPH})
    @action(
        detail=False,
        methods=["get"],
        pagination_class=None,
        filter_backends=[],
        permission_classes=[AllowAny],
    )
    def lifecycle(self, request: Request) -> Response:
        """The states of items and the moves between them, with what each move needs."""
        return Response([
            {
                "state": state, "label": label, "closed": state in RoadmapItem.CLOSED,
                "moves": [_step(state, step) for step in lifecycle.steps_from(state)],
            }
            for state, label in RoadmapItem.State.choices
        ])  # fmt: skip

    @extend_schema(responses={200: MoveSerializer(many=True)})
    @action(detail=True, methods=["get"], pagination_class=None, filter_backends=[])
    def moves(self, request: Request, slug: str) -> Response:
        """Every move of the item, oldest first: who, when, why."""
        return Response(MoveSerializer(self.get_object().moves.select_related("by"), many=True).data)

    @extend_schema(request=MoveWishSerializer, responses={201: RoadmapItemSerializer})
    @moves.mapping.post
    def move(self, request: Request, slug: str) -> Response:
        """Move the item; `seen` is the state you decided on, so that nobody's move is undone unseen."""
        item = self.get_object()
        authorize(
            request.user, lifecycle.right(_said(request, "seen") or item.state, _said(request, "to")), item
        )
        form = _valid(MoveWishSerializer, request)
        return self._shown(
            actions.move_item(item, by=person(request), **form.wish()), status.HTTP_201_CREATED
        )

    @extend_schema(request=PlanSerializer, responses={200: RoadmapItemSerializer})
    @action(detail=True, methods=["patch"])
    def plan(self, request: Request, slug: str) -> Response:
        """Give the item another quarter or pipeline step without moving it."""
        item = self.get_object()
        authorize(request.user, "roadmap.move_item", item)
        said = _valid(PlanSerializer, request).validated_data
        wish = {"quarter": item.quarter, **said}
        return self._shown(actions.plan_item(item, by=person(request), **wish))

    @extend_schema(responses={200: NoteSerializer(many=True)})
    @action(detail=True, methods=["get"], pagination_class=None, filter_backends=[])
    def notes(self, request: Request, slug: str) -> Response:
        """Notes and answers on the item, oldest first."""
        return Response(NoteSerializer(self.get_object().notes.select_related("by"), many=True).data)

    @extend_schema(request=NoteSerializer, responses={201: NoteSerializer})
    @notes.mapping.post
    def note(self, request: Request, slug: str) -> Response:
        """Note something, or answer those who asked (`kind`: answer)."""
        item = self.get_object()
        right = "roadmap.answer_item" if _said(request, "kind") == "answer" else "roadmap.note_item"
        authorize(request.user, right, item)
        said = _valid(NoteSerializer, request).validated_data
        row = actions.note_item(item, by=person(request), **said)
        return Response(NoteSerializer(row).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=ImpedimentSerializer, responses={200: RoadmapItemSerializer})
    @action(detail=True, methods=["put"])
    def impediment(self, request: Request, slug: str) -> Response:
        """Say what is in the way of the item."""
        item = self.get_object()
        authorize(request.user, "roadmap.note_item", item)
        said = _valid(ImpedimentSerializer, request).validated_data
        return self._shown(actions.impede_item(item, by=person(request), **said))

    @extend_schema(request=None, responses={204: None})
    @impediment.mapping.delete
    def free(self, request: Request, slug: str) -> Response:
        """Say that nothing is in its way any more."""
        item = self.get_object()
        authorize(request.user, "roadmap.note_item", item)
        actions.free_item(item, by=person(request))
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request=SteeringSerializer, responses={200: RoadmapItemSerializer})
    @action(detail=True, methods=["patch"])
    def steering(self, request: Request, slug: str) -> Response:
        """Say who does it, what it costs, and what belongs to it; what is left out stays."""
        item = self.get_object()
        authorize(request.user, "roadmap.steer_item", item)
        said = _valid(SteeringSerializer, request, partial=True).validated_data
        names = ("owner", "group", "team", "estimate", "target_on", "links")
        kept: dict[str, Any] = {name: getattr(item, name) for name in names}
        whole = RoadmapItem.objects.get(pk=item.pk)  # with what the caller may not see: it stays
        kept |= {
            name: list(getattr(whole, name).all())
            for name in ("services", "decisions", "demos", "conclusions")
        }
        for name in {"decisions", "demos"} & said.keys():
            rows: Any = getattr(whole, name)
            seen = rows.model.objects.visible_to(request.user).values("pk")
            said[name] = [*said[name], *rows.exclude(pk__in=seen)]
        return self._shown(actions.steer_item(item, by=person(request), **(kept | said)))

    @extend_schema(request=ReleaseTextSerializer, responses={200: ReleaseSerializer})
    @action(detail=True, methods=["patch"])
    def release(self, request: Request, slug: str) -> Response:
        """Say better what is new, or name the docs page and the demo that were missing."""
        item = self.get_object()
        authorize(request.user, "roadmap.steer_item", item)
        row: Release | None = getattr(item, "release", None)
        kept = {name: getattr(row, name) for name in ("note", "docs_url", "demo")} if row else {}
        said = _valid(ReleaseTextSerializer, request, partial=row is not None).validated_data
        actions.edit_release(item, by=person(request), **(kept | said))
        return Response(ReleaseSerializer(Release.objects.select_related("item", "demo").get(item=item)).data)

    @extend_schema(request=UseSerializer, responses={200: UseSerializer})
    @action(detail=True, methods=["put"])
    def use(self, request: Request, slug: str) -> Response:
        """Say whether you use what shipped."""
        item = self.get_object()
        authorize(request.user, "roadmap.say_use", item)
        said = _valid(UseSerializer, request).validated_data
        return Response(UseSerializer(actions.say_use(item, by=person(request), **said)).data)

    @extend_schema(responses={200: ReleaseSerializer(many=True)})
    @action(detail=False, methods=["get"], filter_backends=[])
    def releases(self, request: Request) -> Response:
        """What is new, newest first, with what was measured of its use."""
        page = self.paginate_queryset(releases_for(request.user))
        return self.get_paginated_response(ReleaseSerializer(page, many=True).data)

    @extend_schema(
        parameters=[OpenApiParameter("weeks", int, description="Weeks without a move or note.")],
        responses={200: inline_serializer("Answers", {
            "weeks": serializers.IntegerField(), "not_counted": serializers.IntegerField(),
            "unanswered": serializers.ListField(child=serializers.CharField()),
            "silent": serializers.ListField(child=serializers.CharField()),
            "unfinished": serializers.ListField(child=serializers.CharField()), "times": LivesSerializer(many=True),
        })},
    )  # fmt: skip
    @action(detail=False, methods=["get"], pagination_class=None, filter_backends=[])
    def answers(self, request: Request) -> Response:
        """Whom nobody answered, what is silent, what shipped unfinished (slugs), and the medians in days."""
        authorize(person(request), "roadmap.see_answers")
        weeks, lives = weeks_of(request.query_params.get("weeks", "")), answering.lives()
        quiet = answering.silent(request.user, weeks=weeks, now=timezone.now())
        return Response({
            "weeks": weeks, "not_counted": answering.not_counted(lives[0]),
            "unanswered": [item.slug for item in answering.unanswered(request.user)[: answering.SHOWN]],
            "silent": [item.slug for item in quiet[: answering.SHOWN]],
            "unfinished": [row.item.slug for row in answering.unfinished()[: answering.SHOWN]],
            "times": LivesSerializer(lives, many=True).data,
        })  # fmt: skip


def _step(state: str, step: lifecycle.Step) -> dict[str, Any]:
    return asdict(step) | {"rule": lifecycle.right(state, step.to)}


def _said(request: Request, name: str) -> str:
    """One word of the body, before its shape is checked: which right is needed depends on it."""
    return str(request.data.get(name) or "") if isinstance(request.data, dict) else ""


def _valid(shape: Any, request: Request, **extra: Any) -> Any:
    form = shape(data=request.data, context={"request": request}, **extra)
    form.is_valid(raise_exception=True)
    return form
