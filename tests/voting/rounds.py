"""Votes in tests: drafted, opened, cast and closed by the verbs, with the clock in the test's hand.

    decision = open_vote(group, kind="schulze", options=["A", "B", "C"])
    cast(decision, {person: {"ranks": [["a"], ["b"]]}})
    close(decision)

A vote that is over, long ago: `open_vote(..., when=now(days=-9), days=7)`, then `cast(..., when=...)`, `close`.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from django.utils import timezone

from hub.accounts.models import User
from hub.core.errors import Refused
from hub.sigs.models import Group, Term
from hub.voting import actions
from hub.voting.models import Decision
from tests.factories import MembershipFactory, TermFactory, UserFactory

OPTIONS = ("Alpha", "Beta", "Stay as it is")  # keys: alpha, beta, stay-as-it-is
MICROSECOND = dt.timedelta(microseconds=1)


@contextmanager
def at(moment: dt.datetime | None) -> Iterator[None]:
    """The server's clock stands at that moment (None: it goes on)."""
    real = timezone.now
    if moment is not None:
        timezone.now = lambda: moment
    try:
        yield
    finally:
        timezone.now = real


def members(group: Group, count: int, team: Any = None) -> list[User]:
    """So many new members of the group, all in one team where one is given."""
    people = UserFactory.create_batch(count)
    for person in people:
        TermFactory(group=group, user=person)
        if team:
            MembershipFactory(user=person, team=team)
    return people


def lead_of(group: Group) -> User:
    """Who leads the group; somebody new when nobody does."""
    term = group.terms.leading().first()
    return term.user if term else TermFactory(group=group, role=Term.Role.CHAIR).user


def draft(
    group: Group,
    *,
    by: User | None = None,
    kind: str = "approval",
    options: Sequence[Any] = OPTIONS,
    **rest: Any,
) -> Decision:
    """A draft without a quorum, an hour long at least; options by name, the last one is the status quo."""
    rows = [{"name": name, "status_quo": name == "Stay as it is"} for name in options]
    without = kind in Decision.WITHOUT_OPTIONS or rest.get("purpose") == "election"
    plain = {"question": "What do we use?", "quorum_base": "none", "minimum_hours": 1}
    return actions.draft_decision(
        group=group, by=by or lead_of(group), kind=kind, options=[] if without else rows, **{**plain, **rest}
    )


def open_vote(
    group: Group, *, by: User | None = None, days: float = 7, when: dt.datetime | None = None, **rest: Any
) -> Decision:
    """A draft as above, opened for so many days, warnings accepted."""
    with at(when):
        return open_draft(draft(group, by=by, **rest), by=by, days=days)


def open_draft(decision: Decision, *, by: User | None = None, days: float = 7) -> Decision:
    closes_at = timezone.now() + dt.timedelta(days=days)
    by = by or lead_of(decision.group)
    return actions.open_decision(decision, by=by, closes_at=closes_at, accept_warnings=True)


def cast(
    decision: Decision, papers: Mapping[User, Any], when: dt.datetime | None = None
) -> dict[User, actions.Cast]:
    """Each person casts their paper."""
    with at(when):
        return {who: actions.cast_ballot(decision, by=who, paper=paper) for who, paper in papers.items()}


def close(decision: Decision) -> Decision:
    """The clock comes to its end, and it is counted."""
    with at(decision.closes_at):
        return actions.close_decision(decision)


@contextmanager
def refused(code: str) -> Iterator[None]:
    """The verb says no, in a sentence and with this code."""
    with pytest.raises(Refused) as caught:
        yield
    assert caught.value.code == code
    assert caught.value.reason.endswith(".")
