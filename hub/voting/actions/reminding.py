"""Remind those who have not voted, once, shortly before the close."""

from __future__ import annotations

import datetime as dt
import logging

from django.db import transaction
from django.utils import timezone

from hub.accounts.models import User
from hub.activity.actions import record
from hub.voting.actions.holding import hold
from hub.voting.models import Decision
from hub.voting.proof.freezing import window
from hub.voting.tally.published import voters

BEFORE = dt.timedelta(hours=24)

log = logging.getLogger(__name__)


def remind_undecided() -> int:
    """Remind the undecided of every vote that closes soon; says how many votes that were.

    One that fails is tried again in the next round, and keeps nobody else from being reminded.
    """
    soon = Decision.objects.open().filter(reminded_at=None, closes_at__lte=timezone.now() + BEFORE)
    reminded = 0
    for decision in soon.exclude(kind__in=Decision.WITHOUT_BALLOTS):
        try:
            reminded += remind_one(decision)
        except Exception:
            log.exception("Nobody could be reminded of decision %s.", decision.slug)
    return reminded


@transaction.atomic
def remind_one(decision: Decision) -> bool:
    """Tell each elector of one vote who has cast nothing; the entry is internal and names nobody."""
    decision, now = hold(decision)
    if decision.state != Decision.State.OPEN or decision.reminded_at or not _is_soon(decision, now):
        return False
    decision.reminded_at = now
    decision.save(update_fields=["reminded_at"])
    missing = decision.electors.voting().exclude(pk__in=voters(decision))
    people = list(User.objects.filter(electorships__in=missing).order_by("pk"))
    if people:
        record(
            "voting.closing_soon",
            decision,
            f"reminds those who have not voted on “{decision.question}”",
            by=None,
            tell=people,
            public=False,
        )
    return bool(people)


def _is_soon(decision: Decision, now: dt.datetime) -> bool:
    """In its last day; of a short vote in its last quarter, so that nobody is reminded as it opens."""
    opened_at, closes_at = window(decision)
    quarter = (closes_at - opened_at) / 4
    return closes_at - min(BEFORE, quarter) <= now < closes_at
