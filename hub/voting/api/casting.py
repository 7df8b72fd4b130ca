"""Ballots, concerns and nominations for programs."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.response import Response

from hub.accounts.authentication import person
from hub.core.permissions import authorize
from hub.voting import actions
from hub.voting.api.base import Door
from hub.voting.api.serializers import (
    AcceptanceSerializer,
    BallotSerializer,
    CastingSerializer,
    ConcernSerializer,
    NominatingSerializer,
    NominationSerializer,
    ReceiptSerializer,
    ReplySerializer,
    SettlementSerializer,
)
from hub.voting.models import Concern
from hub.voting.pace import forget_when, wait_before_casting
from hub.voting.pages.standing import standing_of

NUMBER = OpenApiParameter("number", int, OpenApiParameter.PATH, description="The concern's `id`.")
HANDLE = OpenApiParameter("handle", str, OpenApiParameter.PATH, description="Who is nominated.")
CONCERN = r"concerns/(?P<number>\d{1,18})"
LISTED: Any = {"pagination_class": None, "filter_backends": []}
SETTLING = {
    Concern.State.RESOLVED: actions.resolve_concern,
    Concern.State.WITHDRAWN: actions.withdraw_concern,
}


class CastingDoors(Door):
    """What people do while a vote is open, and before an election."""

    @extend_schema(responses={200: BallotSerializer})
    @action(detail=True, methods=["get"])
    def ballot(self, request: Request, slug: str) -> Response:
        """Whether you may vote, whether you have, and your ballot where the hub may know it."""
        mine = standing_of(self.decision(), person(request))
        found = {
            "may_vote": mine.may_vote,
            "voted": mine.voted,
            "content": mine.ballot.content if mine.ballot else None,
            "revision": mine.ballot.revision if mine.ballot else None,
        }
        return Response(BallotSerializer(found).data)

    @extend_schema(request=CastingSerializer, responses={200: ReceiptSerializer})
    @ballot.mapping.put
    def cast(self, request: Request, slug: str) -> Response:
        """Vote, or vote anew; the receipt is told once and can be looked up after the close."""
        decision = self.decision()
        authorize(request.user, "voting.cast_ballot", decision)
        if wait := wait_before_casting(person(request)):
            raise Throttled(wait)
        wanted = self.checked(CastingSerializer)
        cast = actions.cast_ballot(
            decision, by=person(request), paper=wanted["content"], token=wanted["token"]
        )
        forget_when(person(request), decision)
        return Response(ReceiptSerializer(cast).data)

    @extend_schema(responses={200: ConcernSerializer(many=True)})
    @action(detail=True, methods=["get"], **LISTED)
    def concerns(self, request: Request, slug: str) -> Response:
        """What people hold against the proposal, and what became of it."""
        rows = self.decision().concerns.select_related("author", "settled_by")
        return Response(ConcernSerializer(rows, many=True).data)

    @extend_schema(request=ConcernSerializer, responses={201: ConcernSerializer})
    @concerns.mapping.post
    def raise_concern(self, request: Request, slug: str) -> Response:
        """Say by name what you hold against the proposal."""
        decision = self.decision()
        authorize(request.user, "voting.raise_concern", decision)
        wanted = self.checked(ConcernSerializer)
        concern = actions.raise_concern(decision, by=person(request), **wanted)
        return Response(ConcernSerializer(concern).data, status=status.HTTP_201_CREATED)

    @extend_schema(parameters=[NUMBER], request=SettlementSerializer, responses={200: ConcernSerializer})
    @action(detail=True, methods=["put"], url_path=f"{CONCERN}/settlement")
    def settlement(self, request: Request, slug: str, number: str) -> Response:
        """Say of your own concern that it is resolved, or take it back."""
        concern = self._concern(number)
        authorize(request.user, "voting.settle_concern", concern)
        settle = SETTLING[Concern.State(self.checked(SettlementSerializer)["state"])]
        return Response(ConcernSerializer(settle(concern, by=person(request))).data)

    @extend_schema(parameters=[NUMBER], request=ReplySerializer, responses={200: ConcernSerializer})
    @action(detail=True, methods=["put"], url_path=f"{CONCERN}/answer", url_name="concern-answer")
    def answer_concern(self, request: Request, slug: str, number: str) -> Response:
        """Answer a concern in writing, for the group: it no longer stands in the way."""
        concern = self._concern(number)
        authorize(request.user, "voting.answer_concern", concern)
        answered = actions.answer_concern(concern, by=person(request), **self.checked(ReplySerializer))
        return Response(ConcernSerializer(answered).data)

    @extend_schema(responses={200: NominationSerializer(many=True)})
    @action(detail=True, methods=["get"], **LISTED)
    def nominations(self, request: Request, slug: str) -> Response:
        """Who is proposed, and what they say to it."""
        rows = self.decision().nominations.select_related("person", "nominated_by")
        return Response(NominationSerializer(rows, many=True).data)

    @extend_schema(request=NominatingSerializer, responses={201: NominationSerializer})
    @nominations.mapping.post
    def nominate(self, request: Request, slug: str) -> Response:
        """Propose somebody, or yourself."""
        decision = self.decision()
        authorize(request.user, "voting.nominate", decision)
        nomination = actions.nominate(decision, by=person(request), **self.checked(NominatingSerializer))
        return Response(NominationSerializer(nomination).data, status=status.HTTP_201_CREATED)

    @extend_schema(parameters=[HANDLE], request=AcceptanceSerializer, responses={200: NominationSerializer})
    @action(
        detail=True, methods=["put"], url_path=r"nominations/(?P<handle>[-.\w]{1,100})/answer",
        url_name="nomination-answer",
    )  # fmt: skip
    def answer_nomination(self, request: Request, slug: str, handle: str) -> Response:
        """Stand for election, with a statement, or decline."""
        rows = self.decision().nominations.select_related("decision", "person", "nominated_by")
        nomination = get_object_or_404(rows, person__handle=handle)
        authorize(request.user, "voting.answer_nomination", nomination)
        wanted = self.checked(AcceptanceSerializer)
        answered = actions.answer_nomination(nomination, by=person(request), **wanted)
        return Response(NominationSerializer(answered).data)

    def _concern(self, number: str) -> Concern:
        rows = self.decision().concerns.select_related("decision__group", "author")
        return get_object_or_404(rows, pk=number)
