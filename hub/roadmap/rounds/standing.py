"""Where one person stands in a round: which ballots they may cast, and what waits for them."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
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
    same = {"round": rounds} if isinstance(rounds, OuterRef) else {"round__in": rounds}
    rows = RoundVoter.objects.filter(theirs, **same)
    return rows.select_related("team", "cast_by").order_by("round", "team__name", "pk")


def waiting(user: Any) -> QuerySet[RoundVoter]:
    """Ballots that this person has not cast in rounds that are open, the first to close first."""
    open_now = Round.objects.open().filter(closes_at__gt=timezone.now())
    rows = ballots_of(user, open_now).filter(cast_at=None)
    return rows.select_related("round", "team").order_by("round__closes_at", "pk")


def calls(user: Any) -> QuerySet[Round]:
    """Open rounds with where this person stands in each, those that wait for their ballot first; one query.

    Each knows `voted_on` (items), `has_ballot`, `misses` (a ballot of theirs is not cast) and `for_team` (whose).
    """
    items = Count("candidates", filter=Q(candidates__standing=Candidate.Standing.CANDIDATE))
    rows = Round.objects.open().filter(closes_at__gt=timezone.now()).annotate(voted_on=items)
    mine = ballots_of(user, OuterRef("pk")) if user.is_authenticated else RoundVoter.objects.none()
    missing = mine.filter(cast_at=None)
    rows = rows.annotate(
        has_ballot=Exists(mine),
        misses=Exists(missing),
        for_team=Subquery(missing.order_by("team__name").values("team__name")[:1]),
        team_slug=Subquery(missing.order_by("team__name").values("team__slug")[:1]),
    )
    return rows.order_by("-misses", "closes_at", "pk")[:CALLS]


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
