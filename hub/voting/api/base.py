"""What all doors of a decision share: finding it, and how a list of them is fetched."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, F, Func, IntegerField, OuterRef, Prefetch, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404
from rest_framework import status
from rest_framework.response import Response

from hub.core.api import ReadViewSet
from hub.voting.api.serializers import DecisionSerializer
from hub.voting.models import Ballot, BallotBox, Decision, Elector, LedgerEvent, Option


def _number_of(rows: Any, path: str) -> Coalesce:
    """How many rows there are for each decision; one subquery."""
    counted = (
        rows.filter(**{path: OuterRef("pk")}).order_by().values(path).annotate(n=Count("pk")).values("n")
    )
    return Coalesce(Subquery(counted), 0, output_field=IntegerField())


def with_numbers(rows: QuerySet[Decision]) -> QuerySet[Any]:
    """Adds how many may vote, how many have voted, and the ledger's head; nothing of how they voted."""
    length = Func(F("handed_in"), function="jsonb_array_length", output_field=IntegerField())
    boxes = BallotBox.objects.filter(decision=OuterRef("pk")).values(n=length)
    cast = _number_of(Ballot.objects.filter(current=True, elector__recused_at=None), "elector__decision")
    events = LedgerEvent.objects.filter(decision=OuterRef("pk")).order_by("-height").values("hash")
    return rows.annotate(
        may_vote=_number_of(Elector.objects.voting(), "decision"),
        have_voted=Coalesce(Subquery(boxes), cast, output_field=IntegerField()),
        head=Coalesce(Subquery(events[:1]), Value("")),
    )


def shown(rows: QuerySet[Decision]) -> QuerySet[Any]:
    """Decisions with all that the API shows of them, in five queries for any number."""
    options = Prefetch("options", Option.objects.select_related("person"))
    joined = rows.select_related("group", "evaluation", "reopens", "conclusion", "created_by")
    return with_numbers(joined).prefetch_related(options, "services")


class Door(ReadViewSet):
    """A viewset of decisions."""

    model = Decision

    def decision(self) -> Decision:
        """The decision in the address, if the caller may know of it."""
        rows = Decision.objects.visible_to(self.request.user).select_related("group")
        return get_object_or_404(rows, slug=self.kwargs["slug"])

    def checked(self, form: type[Any], **options: Any) -> dict[str, Any]:
        """The body of the request by one of the forms. Raises ValidationError."""
        filled = form(data=self.request.data, **options)
        filled.is_valid(raise_exception=True)
        return dict(filled.validated_data)

    def answer(self, decision: Decision, code: int = status.HTTP_200_OK) -> Response:
        """The decision as it is now."""
        return Response(
            DecisionSerializer(shown(Decision.objects.filter(pk=decision.pk)).get()).data, status=code
        )

    def page(self, rows: Any, form: type[Any]) -> Response:
        """One page of a list."""
        chosen = self.paginate_queryset(rows)
        return self.get_paginated_response(form(chosen, many=True).data)
