"""Where one person stands in a decision: may they vote, have they, and what waits for them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, Func, JSONField, OuterRef, Q, QuerySet

from hub.voting.models import Ballot, BallotBox, Decision, Elector


@dataclass(frozen=True)
class Standing:
    """A person and a decision.

    Attributes:
        elector: Their row in the electorate; None when they may not vote.
        voted: Whether a ballot of theirs counts.
        ballot: That ballot, where the hub may know it.
    """

    elector: Elector | None = None
    voted: bool = False
    ballot: Ballot | None = None

    @property
    def may_vote(self) -> bool:
        """An elector who did not step aside."""
        return self.elector is not None and self.elector.recused_at is None

    @property
    def cast_at(self) -> dt.datetime | None:
        """When the ballot that counts was cast, where the hub knows."""
        return self.ballot.cast_at if self.ballot else None


def standing_of(decision: Decision, user: Any) -> Standing:
    """Where this person stands; two queries at most."""
    if not user.is_authenticated:
        return Standing()
    elector = with_voted(decision.electors.filter(person=user)).first()
    if elector is None:
        return Standing()
    ballot = elector.ballots.filter(current=True).first() if elector.voted_openly else None
    return Standing(elector, elector.voted, ballot)


def with_voted(electors: QuerySet[Elector]) -> QuerySet[Any]:
    """Adds `voted`, and `voted_openly` where the ballot can be found again. The box's papers are not read."""
    key = Func(OuterRef("pk"), function="to_jsonb", output_field=JSONField())
    boxes = BallotBox.objects.filter(decision=OuterRef("decision"), handed_in__contains=key)
    ballots = Ballot.objects.filter(elector=OuterRef("pk"), current=True)
    return electors.annotate(voted_openly=Exists(ballots), voted=Exists(ballots) | Exists(boxes))


def standings(decisions: list[Decision], user: Any) -> dict[int, Any]:
    """The person's row in the electorate of each of these, with `voted`; one query."""
    if not user.is_authenticated or not decisions:
        return {}
    mine = Elector.objects.filter(person=user, recused_at=None, decision__in=decisions)
    return {row.decision_id: row for row in with_voted(mine)}


def waiting(user: Any) -> QuerySet[Any]:
    """The electorships of a person in open votes that they have not cast a ballot on, the first to close first."""
    rows = Elector.objects.filter(person=user, recused_at=None, decision__state=Decision.State.OPEN)
    rows = rows.exclude(decision__kind__in=Decision.WITHOUT_BALLOTS)
    left = with_voted(rows).filter(Q(voted=False))
    return left.select_related("decision__group").order_by("decision__closes_at", "pk")


def turnout(decision: Decision) -> dict[str, int]:
    """How many may vote and how many did; nothing about who or how. Two queries."""
    electors = decision.electors.filter(recused_at=None)
    if decision.secrecy == Decision.Secrecy.DETACHED:
        handed = BallotBox.objects.filter(decision=decision).values_list("handed_in", flat=True).first()
        return {"electors": electors.count(), "ballots": len(handed or [])}
    cast = Ballot.objects.filter(elector__in=electors, current=True)
    return {"electors": electors.count(), "ballots": cast.count()}
