"""Rounds in tests: drafted, opened, voted in and closed by the verbs, with the clock in the test's hand.

found = opened({"alpha": 3, "beta": 5})       # items by slug, with their cost
vote(found, {person: {"alpha": 4}})
closed(found)
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone

from hub.accounts.models import User
from hub.roadmap.actions import rounds
from hub.roadmap.models import RoadmapItem, Round
from tests.factories import MembershipFactory, RoadmapItemFactory, UserFactory
from tests.voting.rounds import MICROSECOND, at

__all__ = [
    "MICROSECOND",
    "at",
    "closed",
    "counting",
    "crowd",
    "drafted",
    "item_of",
    "opened",
    "platform",
    "vote",
]
COSTS = {"alpha": 3, "beta": 5, "gamma": 4}


def platform() -> User:
    """Somebody of the platform team."""
    return User.objects.platform_admins().first() or UserFactory(
        handle="ada", name="Ada Admin", is_platform_admin=True
    )


def crowd(count: int, team: Any = None) -> list[User]:
    """So many people who can sign in, in a team where one is given."""
    people: list[User] = UserFactory.create_batch(count)
    for person in people:
        if team:
            MembershipFactory(user=person, team=team)
    return people


def item_of(slug: str, **fields: Any) -> RoadmapItem:
    """The item with that slug; an accepted one is made where there is none."""
    there = RoadmapItem.objects.filter(slug=slug).first()
    fields = {"title": slug.capitalize(), "state": "accepted"} | fields
    return there or RoadmapItemFactory(slug=slug, **fields)


def drafted(
    costs: Mapping[str, Any] = COSTS, *, standings: Mapping[str, str] | None = None, **settings: Any
) -> Round:
    """A draft with these items; `standings` says which must be done or are left out."""
    by = settings.pop("by", None) or platform()
    settings = {"title": "Round of the quarter", "quarter": "2027-Q1", "capacity": 8} | settings
    found = rounds.draft_round(by=by, **settings)
    for slug, cost in costs.items():
        standing = (standings or {}).get(slug, "candidate")
        reason = "" if standing == "candidate" else f"because {slug}"
        rounds.add_candidate(found, item=item_of(slug), cost=cost, standing=standing, reason=reason)
    return found


def opened(
    costs: Mapping[str, Any] = COSTS, *, when: dt.datetime | None = None, days: float = 14, **settings: Any
) -> Round:
    """An open round."""
    found = drafted(costs, **settings)
    with at(when):
        closes_at = timezone.now() + dt.timedelta(days=days)
        return rounds.open_round(found, by=platform(), closes_at=closes_at, accept_warnings=True)


def vote(found: Round, ballots: Mapping[User, Any], when: dt.datetime | None = None) -> None:
    """Each person casts their ballot."""
    with at(when):
        for person, marks in ballots.items():
            rounds.cast_ballot(found, by=person, marks=marks)


def closed(found: Round, ballots: Mapping[User, Any] | None = None) -> Round:
    """The round after its time is over, with the quarter filled."""
    return rounds.fill_round(counting(found, ballots))


def counting(found: Round, ballots: Mapping[User, Any] | None = None) -> Round:
    """The same before the quarter is filled."""
    vote(found, ballots or {})
    assert found.closes_at
    with at(found.closes_at):
        return rounds.close_round(found)


def names(rows: Sequence[Any]) -> list[str]:
    """Slugs of candidates."""
    return [row.item.slug for row in rows]
