"""Decisions for programs: read them, draft them, and check what came out."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from hub.accounts.authentication import person
from hub.core.errors import Refused
from hub.core.permissions import authorize, may
from hub.voting import actions
from hub.voting.api.base import shown
from hub.voting.api.casting import CastingDoors
from hub.voting.api.running import RunningDoors
from hub.voting.api.serializers import (
    SETTINGS,
    DecisionSerializer,
    DraftSerializer,
    EditSerializer,
    LedgerEventSerializer,
    PublishedBallotSerializer,
    ResultSerializer,
)
from hub.voting.models import Decision
from hub.voting.pages.showing import may_see_ballots
from hub.voting.pages.standing import standing_of
from hub.voting.proof.bundle import bundle_of
from hub.voting.tally import published as boxes

SET_ASIDE = "Set aside as a draft."


def as_it_stands(decision: Decision) -> dict[str, Any]:
    """What an edit keeps of a draft where it says nothing."""
    kept = {name: getattr(decision, name) for name in ("question", "context", "purpose", *SETTINGS)}
    options = decision.options.values("name", "text", "status_quo") if not decision.announced_at else []
    return kept | {
        "options": list(options),
        "invited": list(decision.invited.all()),
        "services": list(decision.services.all()),
    }


class DecisionViewSet(RunningDoors, CastingDoors):
    """Questions put to the vote, who may vote, ballots, and results that anybody can check."""

    serializer_class = DecisionSerializer
    filterset_fields = ["state", "group__slug", "kind", "purpose"]

    def prepare(self, rows: Any) -> Any:
        return shown(rows)

    @extend_schema(request=DraftSerializer, responses={201: DecisionSerializer})
    def create(self, request: Request) -> Response:
        """Draft a decision for a group you belong to."""
        wanted = self.checked(DraftSerializer)
        authorize(request.user, "voting.draft_decision", wanted["group"])
        return self.answer(actions.draft_decision(by=person(request), **wanted), status.HTTP_201_CREATED)

    @extend_schema(request=EditSerializer, responses={200: DecisionSerializer})
    def partial_update(self, request: Request, slug: str) -> Response:
        """Edit a draft; what is not given stays."""
        decision = self.decision()
        authorize(request.user, "voting.edit_decision", decision)
        wanted = as_it_stands(decision) | self.checked(EditSerializer, partial=True)
        return self.answer(actions.edit_decision(decision, by=person(request), **wanted))

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, slug: str) -> Response:
        """Set a draft aside; what was opened is called off at `void`, with a reason."""
        decision = self.decision()
        authorize(request.user, "voting.void_decision", decision)
        if decision.state != Decision.State.DRAFT:
            raise Refused("It was opened: call it off with a reason instead.", "not_draft")
        actions.void_decision(decision, by=person(request), reason=SET_ASIDE)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(responses={200: LedgerEventSerializer(many=True)})
    @action(detail=True, methods=["get"], filter_backends=[])
    def ledger(self, request: Request, slug: str) -> Response:
        """What happened to it, each event chained to the one before by its hash."""
        return self.page(self.decision().ledger.order_by("height"), LedgerEventSerializer)

    @extend_schema(responses={200: ResultSerializer})
    @action(detail=True, methods=["get"])
    def result(self, request: Request, slug: str) -> Response:
        """The count with all that explains it; not before the close."""
        return Response(ResultSerializer(self._over()).data)

    @extend_schema(responses={(200, "application/json"): OpenApiTypes.OBJECT})
    @action(detail=True, methods=["get"])
    def bundle(self, request: Request, slug: str) -> HttpResponse:
        """All that it takes to count it again: settings, ballots, result and ledger, for the verifier."""
        decision = self._over()
        if not may(request.user, "voting.see_bundle", decision):
            authorize(person(request), "voting.see_bundle", decision)  # names beside ballots: sign in first
        answer = HttpResponse(bundle_of(decision), content_type="application/json")
        answer["Content-Disposition"] = f'attachment; filename="{decision.slug}.json"'
        return answer

    @extend_schema(responses={200: PublishedBallotSerializer(many=True)})
    @action(detail=True, methods=["get"], filter_backends=[])
    def ballots(self, request: Request, slug: str) -> Response:
        """The published ballots by receipt: after the close, or while it is open where the vote says so."""
        decision = self.decision()
        if not may_see_ballots(decision, standing_of(decision, request.user), request.user):
            if decision.is_over:
                person(request)  # names beside ballots: sign in first
            raise Refused("The ballots are hidden now.", "hidden")
        return self.page(boxes.shown(decision), PublishedBallotSerializer)

    def _over(self) -> Decision:
        """The decision in the address. Raises Refused before it is counted."""
        decision = self.decision()
        if not decision.is_over:
            raise Refused("There is no result before the close.", "not_over")
        return decision
