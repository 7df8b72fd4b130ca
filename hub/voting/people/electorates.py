"""Who may vote: the people a rule names on a day, and the list that is frozen at the opening."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Q, QuerySet

from hub.accounts.models import Membership, User
from hub.sigs.models import Term
from hub.voting.models import Decision, Elector

Rule = Decision.Electorate


def people_by_rule(decision: Decision, day: dt.date) -> QuerySet[User]:
    """The people whom the electorate rule names on that day, by handle; people who left the hub never vote."""
    return User.objects.filter(_named(decision, day), is_active=True).order_by("handle")


def _named(decision: Decision, day: dt.date) -> Q:
    if decision.electorate == Rule.EVERYONE:  # those who can sign in, not everybody an import ever named
        return ~Q(email="") | ~Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    if decision.electorate == Rule.NAMED:
        return Q(pk__in=decision.invited.values("pk"))
    terms = Term.objects.on(day).filter(group=decision.group_id)
    terms = terms.leading() if decision.electorate == Rule.LEADS else terms.exclude(role=Term.Role.EMERITUS)
    return Q(pk__in=terms.values("user"))


def teams_of(people: list[int], day: dt.date) -> dict[int, str]:
    """The team of each person on that day; of several, the one they were in first."""
    rows = Membership.objects.on(day).filter(user__in=people).order_by("starts_on", "team__name")
    teams: dict[int, str] = {}
    for person, name in rows.values_list("user_id", "team__name"):
        teams.setdefault(person, name)
    return teams


def as_list(decision: Decision) -> list[dict[str, Any]]:
    """The electorate as it is hashed at the opening: handle, team and source, by handle.

    Later admissions are no part of it: they stand in the ledger, each with its reason.
    """
    rows = decision.electors.filter(source=Elector.Source.RULE)
    listed = rows.values_list("handle", "team", "source")
    return [{"handle": handle, "team": team, "source": source} for handle, team, source in sorted(listed)]
