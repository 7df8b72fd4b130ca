"""Where one person stands in a round: which ballots they may cast, and what waits for them."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from hub.accounts.models import Membership
from hub.roadmap.models import Round, RoundVoter


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


def turnout(found: Round) -> dict[str, int]:
    """How many have a ballot, and how many of them voted; nothing about who or how."""
    rows = RoundVoter.objects.filter(round=found)
    return {"voters": rows.count(), "voted": rows.exclude(cast_at=None).count()}


def is_past(found: Round) -> bool:
    """Its time is over by the clock, though it may not be counted yet."""
    return found.closes_at is not None and found.closes_at <= timezone.now()
