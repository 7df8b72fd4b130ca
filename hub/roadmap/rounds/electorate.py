"""Who has a ballot in a round: people or teams, with their team and its capacity on that day."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Q, QuerySet
from django.utils import timezone

from hub.accounts.models import Membership, Team, User
from hub.roadmap.models import Round, RoundVoter

CAN_SIGN_IN = ~Q(email="") | ~Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)


def people() -> QuerySet[User]:
    """Everybody who can sign in, not everybody an import ever named."""
    return User.objects.filter(CAN_SIGN_IN, is_active=True).order_by("pk")


def first_teams(keys: list[int], day: dt.date) -> dict[int, Team]:
    """The team of each person on that day; of several, the one they were in first."""
    rows = Membership.objects.on(day).filter(user__in=keys).select_related("team")
    teams: dict[int, Team] = {}
    for row in rows.order_by("starts_on", "pk"):
        teams.setdefault(row.user_id, row.team)
    return teams


def capacities(day: dt.date) -> dict[int, int]:
    """The published capacity of each team; where none is, how many active people are in it on that day."""
    sizes: Counter[int] = Counter()
    rows = Membership.objects.on(day).filter(user__is_active=True)
    sizes.update(team for team, _ in rows.values_list("team", "user").distinct())
    published = Team.objects.values_list("pk", "capacity")
    return {key: sizes[key] if capacity is None else capacity for key, capacity in published}


def rows_for(found: Round, day: dt.date) -> list[RoundVoter]:
    """The electorate as it is on that day, not saved: one row for each person, or each team with people."""
    held = capacities(day)
    voters = list(people())
    if found.votes_by_team:
        with_people = Membership.objects.on(day).filter(user__in=voters).values("team")
        teams = Team.objects.filter(pk__in=with_people).order_by("pk")
        return [RoundVoter(round=found, team=team, capacity=held[team.pk]) for team in teams]
    teams_of = first_teams([person.pk for person in voters], day)
    return [row_of(found, person, teams_of.get(person.pk), held) for person in voters]


def row_of(found: Round, person: User, team: Team | None, held: dict[int, int]) -> RoundVoter:
    """A person's row, not saved."""
    return RoundVoter(round=found, user=person, team=team, capacity=held[team.pk] if team else 0)


def people_of_teams(found: Round) -> list[int]:
    """Keys of those who are today in a team that has a ballot in the round."""
    teams = RoundVoter.objects.filter(round=found, user=None).values("team")
    today = Membership.objects.on(timezone.localdate()).filter(team__in=teams, user__is_active=True)
    return list(today.order_by("user").values_list("user", flat=True).distinct())
