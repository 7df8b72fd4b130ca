"""Rounds for programs: all that the pages do."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound, Throttled
from rest_framework.request import Request
from rest_framework.response import Response

from hub.accounts.authentication import person
from hub.accounts.models import Team
from hub.core.api import ReadViewSet
from hub.core.errors import Refused
from hub.core.permissions import authorize, may
from hub.core.problems import problem
from hub.roadmap.actions import rounds as actions
from hub.roadmap.actions.rounds.holding import NOT_FILLED
from hub.roadmap.api import round_serializers as shapes
from hub.roadmap.models import Candidate, Round
from hub.roadmap.rounds import pages, what_if
from hub.roadmap.rounds.linter import problems
from hub.roadmap.rounds.standing import ballots_of, turnout
from hub.voting.pace import wait_before_casting

LISTED: Any = {"pagination_class": None, "filter_backends": []}
ITEM = OpenApiParameter("item", str, OpenApiParameter.PATH, description="The slug of the item.")
TEAM = OpenApiParameter("team", str, description="Whose ballot, where teams vote and you are in several.")


class RoundDoors(ReadViewSet):
    """What every door of a round needs: the round in the address, the body, and the answer."""

    model = Round
    serializer_class = shapes.RoundSerializer
    filterset_fields = ["state", "quarter"]

    def prepare(self, rows: Any) -> Any:
        return rows.select_related("created_by", "confirmed_by")

    def found(self, *rule: str) -> Round:
        """The round in the address, once the caller may know of it (and may do what the rule names)."""
        found = get_object_or_404(Round.objects.visible_to(self.request.user), slug=self.kwargs["slug"])
        for one in rule:
            authorize(self.request.user, one, found)
        return found

    def checked(self, form: type[Any], **options: Any) -> dict[str, Any]:
        """The body of the request by one of the forms. Raises ValidationError."""
        filled = form(data=self.request.data, **options)
        filled.is_valid(raise_exception=True)
        return dict(filled.validated_data)

    def answer(self, found: Round, code: int = status.HTTP_200_OK) -> Response:
        """The round as it is now."""
        row = self.prepare(Round.objects).get(pk=found.pk)
        return Response(shapes.RoundSerializer(row).data, status=code)


class RoundViewSet(RoundDoors):
    """Rounds: draft, open, vote, close and answer them. Nothing of a running vote is told but how many voted."""

    # --- drafting ---
    @extend_schema(request=shapes.RoundDraftSerializer, responses={201: shapes.RoundSerializer})
    def create(self, request: Request) -> Response:
        """Begin a round."""
        authorize(request.user, "roadmap.run_round")
        made = actions.draft_round(by=person(request), **self.checked(shapes.RoundDraftSerializer))
        return self.answer(made, status.HTTP_201_CREATED)

    @extend_schema(request=shapes.RoundDraftSerializer, responses={200: shapes.RoundSerializer})
    def partial_update(self, request: Request, slug: str) -> Response:
        """Change the settings of a draft."""
        found = self.found("roadmap.run_round")
        return self.answer(
            actions.edit_round(found, **self.checked(shapes.RoundDraftSerializer, partial=True))
        )

    @extend_schema(responses={200: shapes.CandidateSerializer(many=True)})
    @action(detail=True, methods=["get"], **LISTED)
    def candidates(self, request: Request, slug: str) -> Response:
        """What stands in it, with what was known about it at the opening, and what was decided."""
        rows = pages.candidates_of(self.found())
        return Response(shapes.CandidateSerializer(rows, many=True).data)

    @extend_schema(request=shapes.NewCandidateSerializer, responses={201: shapes.CandidateSerializer})
    @candidates.mapping.post
    def add_candidate(self, request: Request, slug: str) -> Response:
        """Let an item stand in a draft; without a cost its estimate is taken."""
        found = self.found("roadmap.run_round")
        row = actions.add_candidate(found, **self.checked(shapes.NewCandidateSerializer))
        return Response(shapes.CandidateSerializer(row).data, status=status.HTTP_201_CREATED)

    @extend_schema(
        parameters=[ITEM],
        request=shapes.CandidateChangeSerializer,
        responses={200: shapes.CandidateSerializer},
    )
    @action(
        detail=True, methods=["patch"], url_path=r"candidates/(?P<item>[-\w]{1,100})", url_name="candidate"
    )
    def candidate(self, request: Request, slug: str, item: str) -> Response:
        """Change cost or standing of a candidate of a draft."""
        row = self._candidate(item)
        kept = {"cost": row.cost, "standing": row.standing, "reason": row.reason}
        changed = actions.edit_candidate(row, **kept | self.checked(shapes.CandidateChangeSerializer))
        return Response(shapes.CandidateSerializer(changed).data)

    @extend_schema(parameters=[ITEM], request=None, responses={204: None})
    @candidate.mapping.delete
    def remove_candidate(self, request: Request, slug: str, item: str) -> Response:
        """Take an item out of a draft."""
        actions.remove_candidate(self._candidate(item))
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _candidate(self, item: str) -> Candidate:
        found = self.found("roadmap.run_round")
        return get_object_or_404(found.candidates.select_related("item", "round"), item__slug=item)

    # --- running ---
    @extend_schema(responses={200: shapes.ProblemSerializer(many=True)})
    @action(detail=True, methods=["get"], **LISTED)
    def findings(self, request: Request, slug: str) -> Response:
        """What would go wrong if a draft opened now: `stop` keeps it from opening, `warn` asks."""
        person(request)
        found = self.found("roadmap.run_round")
        if found.state != Round.State.DRAFT:
            raise Refused("Only a draft is looked over before it opens.", "not_draft")
        said = [asdict(one) for one in problems(found, pages.candidates_of(found))]
        return Response(shapes.ProblemSerializer(said, many=True).data)

    @extend_schema(request=shapes.RoundOpeningSerializer, responses={200: shapes.RoundSerializer})
    @action(detail=True, methods=["post"])
    def opening(self, request: Request, slug: str) -> Response:
        """Open it: settings, candidates, electorate and evidence are frozen."""
        found = self.found("roadmap.run_round")
        wanted = self.checked(shapes.RoundOpeningSerializer)
        try:
            return self.answer(actions.open_round(found, by=person(request), **wanted))
        except Refused as refusal:
            if refusal.code != "warnings":
                raise
            said = [asdict(one) for one in problems(found, pages.candidates_of(found))]
            return problem(409, refusal.reason, word=refusal.code, errors={"findings": said})

    @extend_schema(request=None, responses={200: shapes.RoundSerializer})
    @action(detail=True, methods=["post"])
    def close(self, request: Request, slug: str) -> Response:
        """Close it by hand, once it was open for a day; the quarter is filled right afterwards."""
        found = self.found("roadmap.run_round")
        return self.answer(actions.close_round(found, by=person(request)))

    @extend_schema(request=shapes.RoundReasonSerializer, responses={200: shapes.RoundSerializer})
    @action(detail=True, methods=["post"])
    def void(self, request: Request, slug: str) -> Response:
        """Call it off, with a reason that everybody can read."""
        found = self.found("roadmap.run_round")
        reason = self.checked(shapes.RoundReasonSerializer)["reason"]
        return self.answer(actions.void_round(found, by=person(request), reason=reason))

    @extend_schema(request=shapes.ConfirmationSerializer, responses={200: shapes.RoundSerializer})
    @action(detail=True, methods=["post"])
    def confirmation(self, request: Request, slug: str) -> Response:
        """Take what it proposes into the quarter, or depart from it with a reason for each item."""
        found = self.found("roadmap.run_round")
        wanted = self.checked(shapes.ConfirmationSerializer)
        return self.answer(actions.confirm_round(found, by=person(request), **wanted))

    @extend_schema(responses={200: shapes.RoundVoterSerializer(many=True)})
    @action(detail=True, methods=["get"], filter_backends=[])
    def voters(self, request: Request, slug: str) -> Response:
        """Who has a ballot; never whether they used it."""
        person(request)
        rows = self.found("roadmap.vote_in_round").electorate.select_related("user", "team")
        chosen = self.paginate_queryset(rows.order_by("pk"))
        return self.get_paginated_response(shapes.RoundVoterSerializer(chosen, many=True).data)

    @extend_schema(request=shapes.RoundAdmissionSerializer, responses={201: shapes.RoundVoterSerializer})
    @voters.mapping.post
    def admit(self, request: Request, slug: str) -> Response:
        """Let somebody vote whom the opening left out, with the reason."""
        found = self.found("roadmap.run_round")
        row = actions.admit_voter(found, by=person(request), **self.checked(shapes.RoundAdmissionSerializer))
        return Response(shapes.RoundVoterSerializer(row).data, status=status.HTTP_201_CREATED)

    # --- voting ---
    @extend_schema(parameters=[TEAM], responses={200: shapes.RoundBallotSerializer})
    @action(detail=True, methods=["get"], filter_backends=[])
    def ballot(self, request: Request, slug: str) -> Response:
        """Your ballot, or the one of your team, as it stands."""
        rows = list(ballots_of(person(request), [self.found()]))
        wanted = request.query_params.get("team")
        own = [row for row in rows if not wanted or (row.team and row.team.slug == wanted)]
        if not own:
            raise NotFound("You have no ballot in this round.")
        return Response(_as_ballot(own[0]))

    @extend_schema(request=shapes.RoundCastingSerializer, responses={200: shapes.RoundBallotSerializer})
    @ballot.mapping.put
    def cast(self, request: Request, slug: str) -> Response:
        """Vote, or vote anew: this ballot takes the place of the one before."""
        found = self.found("roadmap.vote_in_round")
        if wait := wait_before_casting(person(request)):
            raise Throttled(wait)
        wanted = self.checked(shapes.RoundCastingSerializer)
        return Response(_as_ballot(actions.cast_ballot(found, by=person(request), **wanted)))

    @extend_schema(parameters=[TEAM], request=None, responses={204: None})
    @ballot.mapping.delete
    def withdraw(self, request: Request, slug: str) -> Response:
        """Take your ballot back: it counts as not cast."""
        found, wanted = self.found("roadmap.vote_in_round"), request.query_params.get("team")
        team = get_object_or_404(Team, slug=wanted) if wanted else None
        actions.withdraw_ballot(found, by=person(request), team=team)
        return Response(status=status.HTTP_204_NO_CONTENT)

    # --- what came out ---
    @extend_schema(responses={200: OpenApiTypes.OBJECT})
    @action(detail=True, methods=["get"], **LISTED)
    def result(self, request: Request, slug: str) -> Response:
        """How many voted; once the quarter is filled what is proposed and why, and signed in what each team got."""
        found = self.found()
        return Response({"turnout": turnout(found), "result": _result(found, request.user)})

    @extend_schema(
        parameters=[OpenApiParameter("capacity", str, required=True)], responses={200: OpenApiTypes.OBJECT}
    )
    @action(detail=True, methods=["get"], url_path="what-if", **LISTED)
    def what_if(self, request: Request, slug: str) -> Response:
        """What a closed round would propose with another capacity, to the nearest half team-week."""
        found = self.found()
        if found.is_being_counted:
            raise Refused(*NOT_FILLED)
        if not found.result:
            raise Refused("Nobody knows before the close.", "not_closed")
        capacity = what_if.asked(found, request.query_params.get("capacity", ""))
        if capacity is None:
            return problem(400, "Give a number of team-weeks as `capacity`.", word="invalid")
        return Response(what_if.what_if(found, capacity))

    @extend_schema(responses={200: shapes.NamedBallotSerializer(many=True)})
    @action(detail=True, methods=["get"], filter_backends=[])
    def ballots(self, request: Request, slug: str) -> Response:
        """Every ballot with its name, once the round is closed, for people who are signed in."""
        person(request)
        found = self.found("roadmap.see_ballots")
        if not found.is_over:
            raise Refused("Ballots are shown after the close.", "not_closed")
        rows = found.electorate.exclude(cast_at=None).select_related("user", "team", "cast_by").order_by("pk")
        chosen = self.paginate_queryset(rows)
        return self.get_paginated_response(shapes.NamedBallotSerializer(chosen, many=True).data)


def _as_ballot(row: Any) -> dict[str, Any]:
    facts = {
        "team": row.team.slug if row.team and row.user_id is None else None,
        "marks": row.marks,
        "cast_at": row.cast_at,
        "cast_by": row.cast_by.handle if row.cast_by else None,
    }
    return dict(shapes.RoundBallotSerializer(facts).data)


def _result(found: Round, user: Any) -> dict[str, Any] | None:
    """The stored result; what teams did is for people who are signed in."""
    if not found.result or may(user, "roadmap.see_ballots"):
        return found.result
    items = [{name: value for name, value in row.items() if name != "teams"} for row in found.result["items"]]
    return {name: value for name, value in found.result.items() if name != "teams"} | {"items": items}
