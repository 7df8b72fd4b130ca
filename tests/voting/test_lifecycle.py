"""From draft to open to closed: every way that is none is refused with a reason, by the verbs and the database."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError
from django.utils import timezone

from hub.accounts.models import User
from hub.voting import actions
from hub.voting.models import Decision
from tests.factories import ConcernFactory, UserFactory, now
from tests.voting import rounds

PAPER = {"vote": "consent"}
STATES = ("draft", "open", "closed", "void")


def decision_in(state: str, group: Any) -> Decision:
    """A consent decision in that state, made by the verbs."""
    if state == "draft":
        return rounds.draft(group, kind="consent")
    decision = rounds.open_vote(group, kind="consent")
    if state == "closed":
        return rounds.close(decision)
    if state == "void":
        return actions.void_decision(decision, by=rounds.lead_of(group), reason="Asked wrongly")
    return decision


def concern_of(decision: Decision, person: User) -> Any:
    return ConcernFactory(decision=decision, author=person)


VERBS: dict[str, Callable[[Decision, User], Any]] = {
    "edit": lambda d, by: actions.edit_decision(d, by=by, question="Else?", kind="consent"),
    "open": lambda d, by: rounds.open_draft(d, by=by),
    "cast": lambda d, by: actions.cast_ballot(d, by=by, paper=PAPER),
    "admit": lambda d, by: actions.admit_elector(d, person=UserFactory(), reason="Was away", by=by),
    "recuse": lambda d, by: actions.recuse(d, person=by, reason="Works for them", by=by),
    "raise": lambda d, by: actions.raise_concern(d, by=by, title="Too dear"),
    "resolve": lambda d, by: actions.resolve_concern(concern_of(d, by), by=by),
    "answer": lambda d, by: actions.answer_concern(concern_of(d, by), by=by, reply="We looked."),
    "close": lambda d, by: actions.close_decision(d, by=by),
    "void": lambda d, by: actions.void_decision(d, by=by, reason="Asked wrongly"),
}
OPEN_ONLY = {"draft": "not_open", "open": None, "closed": "closed", "void": "void"}
GRAPH: dict[str, dict[str, str | None]] = {
    "edit": {"draft": None, "open": "not_draft", "closed": "not_draft", "void": "not_draft"},
    "open": {"draft": None, "open": "not_draft", "closed": "not_draft", "void": "not_draft"},
    "cast": OPEN_ONLY,
    "admit": OPEN_ONLY,
    "recuse": OPEN_ONLY,
    "raise": OPEN_ONLY,
    "resolve": OPEN_ONLY,
    "answer": OPEN_ONLY,
    "close": {"draft": "not_open", "open": "too_early", "closed": None, "void": "void"},
    "void": {"draft": None, "open": None, "closed": "ended", "void": "void"},
}


def test_the_graph_names_every_verb_and_state():
    assert GRAPH.keys() == VERBS.keys()
    assert all(set(row) == set(STATES) for row in GRAPH.values())


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("verb", VERBS)
def test_verb_in_state(group, chair, verb, state):
    decision, code = decision_in(state, group), GRAPH[verb][state]
    if code is None:
        VERBS[verb](decision, chair)
        return
    before = Decision.objects.filter(pk=decision.pk).values().get()
    with rounds.refused(code):
        VERBS[verb](decision, chair)
    assert Decision.objects.filter(pk=decision.pk).values().get() == before


WAYS = {
    ("draft", "open"), ("draft", "void"), ("open", "closed"),
    ("open", "void"), ("closed", "decided"), ("closed", "void"),
}  # fmt: skip


@pytest.mark.parametrize("after", Decision.State.values)
@pytest.mark.parametrize("before", STATES)
def test_database_refuses_every_other_way(group, before, after):
    decision = decision_in(before, group)
    fill = {"opened_at": now(), "closes_at": now(days=1)} if before == "draft" else {}
    fill |= {"closed_at": now(), "result": {}} if before == "open" else {}
    rows = Decision.objects.filter(pk=decision.pk)
    if (before, after) in WAYS or before == after:
        assert rows.update(state=after, **({} if before == after else fill)) == 1
        return
    with pytest.raises(IntegrityError, match=f"does not go from {before} to {after}"):
        rows.update(state=after)


@pytest.mark.parametrize("days", [-1, 0])
def test_vote_closes_in_the_future(group, chair, days):
    with rounds.refused("closes_in_the_past"):
        rounds.open_draft(rounds.draft(group), by=chair, days=days)


def test_vote_stays_open_for_its_minimum(group, chair):
    decision = rounds.draft(group, minimum_hours=48)
    moment = timezone.now()
    for lacking, code in ((rounds.MICROSECOND, "shorter_than_minimum"), (dt.timedelta(0), None)):
        closes_at = moment + dt.timedelta(hours=48) - lacking
        with rounds.at(moment):
            if code:
                with rounds.refused(code):
                    actions.open_decision(decision, by=chair, closes_at=closes_at, accept_warnings=True)
            else:
                actions.open_decision(decision, by=chair, closes_at=closes_at, accept_warnings=True)
    assert Decision.objects.get().state == "open"


def test_vote_is_not_open_for_years(group, chair):
    with rounds.refused("too_long"):
        rounds.open_draft(rounds.draft(group), by=chair, days=400)


def test_what_the_linter_warns_of_is_accepted_aloud(group, chair):
    decision = rounds.draft(group, options=["One", "Two"])
    with rounds.refused("warnings"):
        actions.open_decision(decision, by=chair, closes_at=now(days=14))
    actions.open_decision(decision, by=chair, closes_at=now(days=14), accept_warnings=True)


@pytest.mark.parametrize(
    ("rest", "code"),
    [
        ({"options": ["Only one"]}, "too_few_options"),
        ({"options": ["One", "Two"], "tie_rule": "status-quo"}, "no_status_quo_to_win"),
        ({"electorate": "named"}, "no_electors"),
        ({"quorum_base": "people", "quorum": 40}, "quorum_unreachable"),
        ({"secrecy": "detached"}, "too_few_for_secrecy"),
    ],
)
def test_what_the_linter_stops_does_not_open_and_leaves_no_trace(group, chair, rest, code):
    decision = rounds.draft(group, **rest)
    with rounds.refused(code):
        rounds.open_draft(decision, by=chair)
    decision = Decision.objects.get()
    assert (decision.state, decision.opened_at) == ("draft", None)
    assert not decision.electors.exists()
    assert not decision.ledger.exists()
