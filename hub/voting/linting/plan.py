"""A draft as the linter sees it."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from hub.voting.linting import linter
from hub.voting.models import Decision, Nomination
from hub.voting.people import electorates

LAST_VOTES = 10


def problems(decision: Decision, now: dt.datetime, closes_at: dt.datetime | None) -> list[linter.Problem]:
    """What would make this draft go wrong if it were opened at that moment, what stops it first."""
    return linter.lint(plan_of(decision, now, closes_at))


def plan_of(decision: Decision, now: dt.datetime, closes_at: dt.datetime | None) -> linter.Plan:
    """What the linter has to know of a draft."""
    electors = electorates.people_by_rule(decision, timezone.localdate(now)).count()
    return linter.Plan(
        kind=decision.kind,
        election=decision.purpose == Decision.Purpose.ELECTION,
        options=names_of(decision),
        status_quo=decision.options.filter(status_quo=True).exists(),
        seats=decision.seats,
        tie_rule=decision.tie_rule,
        secrecy=decision.secrecy,
        electors=electors,
        quorum_base=decision.quorum_base,
        quorum=decision.quorum,
        minimum_hours=decision.minimum_hours,
        opens_at=now,
        closes_at=closes_at,
        turnouts=_turnouts(decision),
    )


def names_of(decision: Decision) -> list[str]:
    """What stands to be chosen: the options, or who accepted a nomination."""
    if decision.purpose == Decision.Purpose.ELECTION:
        accepted = decision.nominations.filter(state=Nomination.State.ACCEPTED, person__is_active=True)
        return list(accepted.values_list("person__name", flat=True))
    return list(decision.options.values_list("name", flat=True))


def _turnouts(decision: Decision) -> list[int]:
    """Percent of the electors who took part in the last votes of the group."""
    over = Decision.objects.filter(group=decision.group_id, state__in=Decision.OVER)
    with_ballots = over.exclude(kind__in=Decision.WITHOUT_BALLOTS).order_by("-closed_at")
    rows = with_ballots.values_list("result__turnout", flat=True)[:LAST_VOTES]
    return [100 * row["ballots"] // row["electors"] for row in rows if row and row["electors"]]
