"""Where one person stands in a round: which ballots they may cast, and what waits for them."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from hub.accounts.models import Membership
from hub.roadmap.models import Candidate, Round, RoundVoter

CALLS = 3  # open rounds that the roadmap names at most


def ballots_of(user: Any, rounds: Any) -> QuerySet[RoundVoter]:
    """The ballots this person may cast in these rounds: their own, or those of the teams they are in today."""
    if not user.is_authenticated:
        return RoundVoter.objects.none()
    teams = Membership.objects.on(timezone.localdate()).filter(user=user).values("team")
    theirs = Q(round__voters=Round.Voters.PEOPLE, user=user) | Q(
        round__voters=Round.Voters.TEAMS, user=None, team__in=teams
    )
    rows = RoundVoter.objects.filter(theirs, round__in=rounds)
    return rows.select_related("team", "cast_by").order_by("round", "team__name", "pk")


def waiting(user: Any) -> QuerySet[RoundVoter]:
    """Ballots that this person has not cast in rounds that are open, the first to close first."""
    open_now = Round.objects.open().filter(closes_at__gt=timezone.now())
    rows = ballots_of(user, open_now).filter(cast_at=None)
    return rows.select_related("round", "team").order_by("round__closes_at", "pk")


def calls(user: Any) -> list[Round]:
    """Open rounds with where this person stands in each, those that wait for their ballot first; two queries at most.

    Each knows `voted_on` (items), `has_ballot`, `misses` (a ballot of theirs is not cast) and `for_team` (whose).
    """
    items = Count("candidates", filter=Q(candidates__standing=Candidate.Standing.CANDIDATE))
    rounds: list[Any] = list(
        Round.objects.open()
        .filter(closes_at__gt=timezone.now())
        .annotate(voted_on=items)
        .order_by("closes_at", "pk")
    )
    ballots = list(ballots_of(user, rounds)) if rounds else []
    for row in rounds:
        mine = [ballot for ballot in ballots if ballot.round_id == row.pk]
        missing = [ballot for ballot in mine if ballot.cast_at is None]
        row.has_ballot, row.misses = bool(mine), bool(missing)
        row.for_team = missing[0].team if missing else None
    return sorted(rounds, key=lambda row: not row.misses)[:CALLS]


def turnout(found: Round) -> dict[str, int]:
    """How many have a ballot, and how many of them voted; nothing about who or how."""
    rows = RoundVoter.objects.filter(round=found)
    return {"voters": rows.count(), "voted": rows.exclude(cast_at=None).count()}


def is_past(found: Round) -> bool:
    """Its time is over by the clock, though it may not be counted yet."""
    return found.closes_at is not None and found.closes_at <= timezone.now()


def is_counting(found: Round) -> bool:
    """Nobody can vote any more and there is no result yet: it waits for the clock to close it, or to be filled."""
    return found.is_being_counted or (found.state == Round.State.OPEN and is_past(found))
