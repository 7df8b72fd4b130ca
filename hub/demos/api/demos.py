"""Demos for programs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Prefetch
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from hub.accounts.authentication import person
from hub.accounts.models import User
from hub.core.api import ReadViewSet
from hub.core.permissions import authorize
from hub.demos import actions
from hub.demos.api import shapes
from hub.demos.models import Demo
from hub.demos.offers import offers_for

EDITED = (
    "title", "abstract", "shows", "team", "presenters", "services", "tools", "items", "series", "minutes", "may_record",
)  # fmt: skip


class DemoViewSet(ReadViewSet):
    """Demos, from the proposal to the recording."""

    model = Demo
    serializer_class = shapes.DemoSerializer
    filterset_fields = ["state", "team__slug", "services__slug", "presenters__handle"]

    def prepare(self, rows: Any) -> Any:
        people = Prefetch("presenters", User.objects.order_by("name"))
        model: Any = Demo._meta.get_field("items").related_model
        items = Prefetch("items", model.objects.visible_to(self.request.user).order_by("slug"))
        return rows.select_related("team", "meeting__series", "series").prefetch_related(
            people, "services", items
        )

    @extend_schema(request=shapes.DemoProposalSerializer, responses={201: shapes.DemoSerializer})
    def create(self, request: Request) -> Response:
        """Propose a demo."""
        authorize(request.user, "demos.propose_demo")
        form = shapes.DemoProposalSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        demo = actions.propose_demo(by=person(request), **form.validated_data)
        return Response(self.shown(demo), status=status.HTTP_201_CREATED)

    @extend_schema(request=shapes.DemoEditSerializer, responses={200: shapes.DemoSerializer})
    def partial_update(self, request: Request, slug: str) -> Response:
        """Say better what is shown, by whom and how long; what is not sent stays."""
        demo = self.get_object()
        authorize(request.user, "demos.edit_demo", demo)
        form = shapes.DemoEditSerializer(data=request.data, partial=True)
        form.is_valid(raise_exception=True)
        kept = {name: _held(demo, name) for name in EDITED}
        return Response(self.shown(actions.edit_demo(demo, by=person(request), **kept | form.validated_data)))

    @extend_schema(responses={200: shapes.DemoDateSerializer(many=True)})
    @action(detail=True, methods=["get"], pagination_class=None, filter_backends=[])
    def dates(self, request: Request, slug: str) -> Response:
        """The next dates on which it could be shown, with their free minutes."""
        return Response(shapes.DemoDateSerializer(offers_for(self.get_object()), many=True).data)

    @extend_schema(request=None, responses={200: shapes.DemoSerializer})
    @action(detail=True, methods=["post"])
    def acceptance(self, request: Request, slug: str) -> Response:
        """Accept a proposal."""
        return self.step(request, "decide", actions.accept_demo)

    @extend_schema(request=shapes.DemoReasonSerializer, responses={200: shapes.DemoSerializer})
    @action(detail=True, methods=["post"])
    def decline(self, request: Request, slug: str) -> Response:
        """Decline a proposal, and say why."""
        return self.step(request, "decide", actions.decline_demo, shapes.DemoReasonSerializer)

    @extend_schema(request=shapes.DemoWithdrawalSerializer, responses={200: shapes.DemoSerializer})
    @action(detail=True, methods=["post"])
    def withdrawal(self, request: Request, slug: str) -> Response:
        """Take an offer back."""
        return self.step(request, "withdraw", actions.withdraw_demo, shapes.DemoWithdrawalSerializer)

    @extend_schema(request=None, responses={200: shapes.DemoSerializer})
    @action(detail=True, methods=["post"])
    def reopening(self, request: Request, slug: str) -> Response:
        """Take up again what was declined or withdrawn."""
        return self.step(request, "reopen", actions.reopen_demo)

    @extend_schema(request=shapes.DemoScheduleSerializer, responses={200: shapes.DemoSerializer})
    @action(detail=True, methods=["post"])
    def schedule(self, request: Request, slug: str) -> Response:
        """Put it on a date; refused when too few minutes are left, unless that is said to be known."""
        return self.step(request, "decide", actions.schedule_demo, shapes.DemoScheduleSerializer)

    @extend_schema(request=shapes.DemoNextSerializer, responses={200: shapes.DemoSerializer})
    @action(detail=True, methods=["post"], url_path="schedule/next")
    def schedule_next(self, request: Request, slug: str) -> Response:
        """Move it to the next session that takes place and has room."""
        return self.step(request, "decide", actions.move_on, shapes.DemoNextSerializer)

    @extend_schema(request=shapes.DemoReasonSerializer, responses={200: shapes.DemoSerializer})
    @action(detail=True, methods=["post"], url_path="schedule/end")
    def schedule_end(self, request: Request, slug: str) -> Response:
        """Take it off its date, and say why."""
        return self.step(request, "decide", actions.unschedule_demo, shapes.DemoReasonSerializer)

    @extend_schema(request=None, responses={200: shapes.DemoSerializer})
    @action(detail=True, methods=["post"])
    def given(self, request: Request, slug: str) -> Response:
        """Note that it was given."""
        return self.step(request, "decide", actions.mark_given)

    @extend_schema(request=shapes.DemoReasonSerializer, responses={200: shapes.DemoSerializer})
    @action(detail=True, methods=["post"], url_path="given/end")
    def not_given(self, request: Request, slug: str) -> Response:
        """Note that it did not take place after all, and why."""
        return self.step(request, "decide", actions.mark_not_given, shapes.DemoReasonSerializer)

    def step(
        self, request: Request, right: str, verb: Callable[..., Demo], shape: type[Any] | None = None
    ) -> Response:
        """Carry out one step of its life."""
        demo = self.get_object()
        authorize(request.user, f"demos.{right}_demo", demo)
        said: dict[str, Any] = {}
        if shape is not None:
            form = shape(data=request.data)
            form.is_valid(raise_exception=True)
            said = form.validated_data
        return Response(self.shown(verb(demo, by=person(request), **said)))

    def shown(self, demo: Demo) -> Any:
        """The demo as it is now."""
        return shapes.DemoSerializer(self.prepare(Demo.objects.all()).get(pk=demo.pk)).data


def _held(demo: Demo, name: str) -> Any:
    """What a demo holds now, as its verb takes it."""
    value = getattr(demo, name)
    return list(value.all()) if name in ("presenters", "services", "items") else value
