"""A draft as the linter sees it: who could vote today, who stands, how many took part before."""

from hub.voting import actions
from hub.voting.linting.plan import plan_of, problems
from tests.factories import NominationFactory, TermFactory, now
from tests.voting import rounds

PAPER = {"approved": ["alpha"]}


def codes(decision):
    return {problem.code for problem in problems(decision, now(), now(days=14))}


def test_electors_are_counted_as_the_opening_would(group, five, outsider):
    decision = rounds.draft(group)
    assert plan_of(decision, now(), None).electors == 5
    TermFactory(group=group, user=outsider)
    plan = plan_of(decision, now(), None)
    assert plan.electors == 6
    assert rounds.open_draft(decision).electors.count() == 6


def test_options_and_status_quo_are_those_of_the_draft(group, chair):
    plan = plan_of(rounds.draft(group), now(), None)
    assert (list(plan.options), plan.status_quo, plan.election) == (list(rounds.OPTIONS), True, False)


def test_candidates_are_who_accepted(group, chair):
    decision = rounds.draft(group, purpose="election", role="chair", kind="stv")
    accepted = NominationFactory(decision=decision, state="accepted")
    NominationFactory(decision=decision, state="declined")
    NominationFactory(decision=decision, state="proposed")
    plan = plan_of(decision, now(), None)
    assert (list(plan.options), plan.election) == ([accepted.person.name], True)


def test_quorum_above_what_the_group_is_used_to_is_said(group, five):
    past = rounds.open_vote(group, question="Before?")
    rounds.cast(past, dict.fromkeys(five[:2], PAPER))
    rounds.close(past)
    rounds.close(rounds.open_vote(group, kind="lazy", question="Lazily?"))
    decision = rounds.draft(group, quorum_base="percent", quorum=60)
    assert list(plan_of(decision, now(), None).turnouts) == [40]
    assert "quorum_above_habit" in codes(decision)


def test_findings_of_a_draft_are_those_that_keep_it_from_opening(group, five, chair):
    decision = rounds.draft(group, options=["One", "Two"], tie_rule="status-quo")
    assert "no_status_quo_to_win" in codes(decision)
    with rounds.refused("no_status_quo_to_win"):
        rounds.open_draft(decision)
    actions.void_decision(decision, by=chair, reason="Set aside")
