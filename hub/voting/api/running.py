"""Opening, closing and voiding for programs, and who may vote."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from hub.accounts.authentication import person
from hub.accounts.models import User
from hub.core.errors import Refused
from hub.core.permissions import authorize
from hub.core.problems import problem
from hub.voting import actions
from hub.voting.api.base import Door
from hub.voting.api.serializers import (
    AdmissionSerializer,
    AnnouncementSerializer,
    DecisionSerializer,
    ElectorSerializer,
    OpeningSerializer,
    ReasonSerializer,
    RecusalSerializer,
    WarningSerializer,
)
from hub.voting.linting.plan import problems
from hub.voting.models import Decision, Elector
from hub.voting.people import electorates

LISTED: Any = {"pagination_class": None, "filter_backends": []}


class RunningDoors(Door):
    """From the draft to the close."""

    @extend_schema(request=OpeningSerializer, responses={200: DecisionSerializer})
    @action(detail=True, methods=["post"])
    def opening(self, request: Request, slug: str) -> Response:
        """Put it to the vote; what would make the vote go wrong is said under `errors.findings`."""
        decision = self.decision()
        authorize(request.user, "voting.open_decision", decision)
        wanted = self.checked(OpeningSerializer)
        try:
            return self.answer(actions.open_decision(decision, by=person(request), **wanted))
        except Refused as refusal:
            found = problems(decision, timezone.now(), wanted["closes_at"])
            if refusal.code not in {"warnings", *(finding.code for finding in found)}:
                raise
            findings = [asdict(finding) for finding in found]
            return problem(409, refusal.reason, word=refusal.code, errors={"findings": findings})

    @extend_schema(responses={200: WarningSerializer(many=True)})
    @action(detail=True, methods=["get"], **LISTED)
    def findings(self, request: Request, slug: str) -> Response:
        """What would make the vote go wrong if it were opened now: `stop` keeps it from opening, `warn` asks."""
        decision = self.decision()
        if decision.state != Decision.State.DRAFT:
            raise Refused("Only a draft is looked over before it opens.", "not_draft")
        found = problems(decision, timezone.now(), decision.closes_at)
        return Response(WarningSerializer([asdict(finding) for finding in found], many=True).data)

    @extend_schema(request=AnnouncementSerializer, responses={200: DecisionSerializer})
    @action(detail=True, methods=["post"])
    def announcement(self, request: Request, slug: str) -> Response:
        """Announce an election, so that people can be nominated; again to move the day."""
        decision = self.decision()
        authorize(request.user, "voting.announce_election", decision)
        wanted = self.checked(AnnouncementSerializer)
        return self.answer(actions.announce_election(decision, by=person(request), **wanted))

    @extend_schema(request=None, responses={200: DecisionSerializer})
    @action(detail=True, methods=["post"])
    def close(self, request: Request, slug: str) -> Response:
        """Close it by hand and count; not before its minimum hours."""
        decision = self.decision()
        authorize(request.user, "voting.close_decision", decision)
        return self.answer(actions.close_decision(decision, by=person(request)))

    @extend_schema(request=ReasonSerializer, responses={200: DecisionSerializer})
    @action(detail=True, methods=["post"])
    def void(self, request: Request, slug: str) -> Response:
        """Call it off, with a reason that everybody can read."""
        decision = self.decision()
        authorize(request.user, "voting.void_decision", decision)
        return self.answer(
            actions.void_decision(decision, by=person(request), **self.checked(ReasonSerializer))
        )

    @extend_schema(responses={200: ElectorSerializer(many=True)})
    @action(detail=True, methods=["get"], filter_backends=[])
    def electors(self, request: Request, slug: str) -> Response:
        """Who may vote, for people who are signed in; of a draft, who could if it opened today."""
        authorize(person(request), "voting.see_electors")
        return self.page(electorate(self.decision()), ElectorSerializer)

    @extend_schema(request=AdmissionSerializer, responses={201: ElectorSerializer})
    @electors.mapping.post
    def admit(self, request: Request, slug: str) -> Response:
        """Let somebody vote whom the snapshot left out; the ledger says whom and why."""
        decision = self.decision()
        authorize(request.user, "voting.admit_elector", decision)
        elector = actions.admit_elector(decision, by=person(request), **self.checked(AdmissionSerializer))
        return Response(ElectorSerializer(elector).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=RecusalSerializer, responses={201: ElectorSerializer})
    @action(detail=True, methods=["post"])
    def recusals(self, request: Request, slug: str) -> Response:
        """Step aside, or in an open vote let an elector step aside: they leave the base of the quorum."""
        decision, me = self.decision(), person(request)
        wanted = {"person": me} | self.checked(RecusalSerializer)
        own = wanted["person"] == me
        authorize(me, "voting.recuse_self" if own else "voting.recuse", decision)
        elector = actions.recuse(decision, by=me, **wanted)
        return Response(ElectorSerializer(elector).data, status=status.HTTP_201_CREATED)


def electorate(decision: Decision) -> Any:
    """The electors by handle; of a draft the people whom the rule names today."""
    if decision.opened_at is not None:
        return decision.electors.select_related("person").order_by("handle")
    today = timezone.localdate()
    people = list(electorates.people_by_rule(decision, today))
    teams = electorates.teams_of([row.pk for row in people], today)
    return [_would_be(decision, row, teams.get(row.pk, "")) for row in people]


def _would_be(decision: Decision, person: User, team: str) -> Elector:
    return Elector(decision=decision, person=person, handle=person.handle, team=team)
