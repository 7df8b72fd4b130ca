"""Remind those who have not voted in a round, once, shortly before the close."""

from __future__ import annotations

import datetime as dt
import logging
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from hub.accounts.models import Membership, User
from hub.activity.actions import record
from hub.roadmap.actions.rounds.holding import State, hold, window
from hub.roadmap.models import Round, RoundVoter

BEFORE = dt.timedelta(hours=48)

log = logging.getLogger(__name__)


def remind_round_voters() -> int:
    """Remind the undecided of every round that closes soon; says how many rounds that were."""
    soon = Round.objects.open().filter(reminded_at=None, closes_at__lte=timezone.now() + BEFORE)
    reminded = 0
    for found in soon:
        try:
            reminded += remind_round(found)
        except Exception:
            log.exception("Nobody could be reminded of round %s.", found.slug)
    return reminded


@transaction.atomic
def remind_round(found: Round) -> bool:
    """Tell everybody in one round whose ballot is missing; the entry is internal and names nobody."""
    held, now = hold(found)
    if held.state != State.OPEN or held.reminded_at or not _is_soon(held, now):
        return False
    held.reminded_at = now
    held.save(update_fields=["reminded_at"])
    people = list(_undecided(held, now).filter(is_active=True).order_by("pk"))
    if people:
        record(
            "roadmap.round_closing_soon", held, f"reminds those who have not voted in “{held.title}”",
            by=None, tell=people, public=False,
        )  # fmt: skip
    return bool(people)


def _undecided(held: Round, now: dt.datetime) -> QuerySet[User]:
    missing = RoundVoter.objects.filter(round=held, cast_at=None)
    keys: QuerySet[Any, Any] = missing.values("user")
    if held.votes_by_team:
        today = Membership.objects.on(timezone.localdate(now))
        keys = today.filter(team__in=missing.values("team")).values("user")
    people: QuerySet[User] = User.objects.filter(pk__in=keys)
    return people


def _is_soon(held: Round, now: dt.datetime) -> bool:
    """In its last two days; of a short round in its last quarter, so that nobody is reminded as it opens."""
    opened_at, closes_at = window(held)
    return closes_at - min(BEFORE, (closes_at - opened_at) / 4) <= now < closes_at
