"""People sorted by what they are: for the demo's "sign in as" page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from hub.accounts.models import Membership, User

MOST = 12  # shown of each sort; the search finds the others


@dataclass(frozen=True)
class Sort:
    """People of one sort: its name, what they may do, the first of them, and how many there are."""

    name: str
    may: str
    people: list[User]
    count: int


def by_sort(wanted: str = "") -> list[Sort]:
    """Everybody once, as the most they are: platform admin, group lead, member of a team, reader."""
    today = timezone.localdate()
    teams = Membership.objects.on(today).select_related("team")
    people = User.objects.visible_to(None).filter(Q(name__icontains=wanted) | Q(handle__icontains=wanted))
    terms: Any = User._meta.get_field("terms").related_model._default_manager
    people = people.annotate(
        leads=Exists(terms.on(today).leading().filter(user=OuterRef("pk"))),
        in_team=Exists(teams.filter(user=OuterRef("pk"))),
    ).prefetch_related(Prefetch("memberships", teams, "memberships_today"))
    others = people.filter(is_platform_admin=False)
    return [
        _sort(
            "Platform admins",
            "Members of the platform team, with all rights.",
            people.filter(is_platform_admin=True),
        ),
        _sort(
            "Group leads",
            "Chairs and tech leads: they steer what belongs to their group.",
            others.filter(leads=True),
        ),
        _sort(
            "Members of teams", "They propose, support and show.", others.filter(leads=False, in_team=True)
        ),
        _sort("Readers", "Known to the hub, in no team.", others.filter(leads=False, in_team=False)),
    ]


def _sort(name: str, may: str, people: QuerySet[User]) -> Sort:
    shown = list(people[: MOST + 1])
    count = len(shown) if len(shown) <= MOST else people.count()
    return Sort(name, may, shown[:MOST], count)
