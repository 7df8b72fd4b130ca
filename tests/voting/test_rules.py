"""Who may do what with a decision: every verb, every member of the cast."""

import pytest
from rules import has_perm  # visitors have no `has_perm` of their own

from hub.core.permissions import may
from hub.sigs.actions.terms import leave_group
from hub.voting import actions
from hub.voting.models import Decision
from tests.cast import CAST
from tests.factories import ConcernFactory, NominationFactory
from tests.voting import rounds

LEADS = {"admin", "chair"}
GROUP = {"admin", "chair", "member"}
SIGNED_IN = set(CAST) - {"anonymous"}
ALLOWED = {
    "edit_decision": GROUP,  # the member drafted it
    "open_decision": LEADS,
    "announce_election": LEADS,
    "nominate": {"chair", "member"},
    "cast_ballot": SIGNED_IN,
    "raise_concern": SIGNED_IN,
    "admit_elector": LEADS,
    "recuse": LEADS,
    "recuse_self": SIGNED_IN,
    "close_decision": LEADS,
    "void_decision": LEADS,
    "conclude": LEADS,
    "see_electors": SIGNED_IN,
}


@pytest.mark.parametrize("who", CAST)
@pytest.mark.parametrize("verb", ALLOWED)
def test_cast_may(group, member, cast, verb, who):
    decision = rounds.draft(group, by=member)
    assert may(cast(who), f"voting.{verb}", decision) == (who in ALLOWED[verb])


@pytest.mark.parametrize("who", CAST)
def test_people_of_the_group_draft(group, cast, who):
    assert may(cast(who), "voting.draft_decision", group) == (who in GROUP)


@pytest.mark.parametrize("who", CAST)
def test_nobody_edits_what_is_open(group, member, cast, who):
    decision = rounds.open_vote(group)
    assert not may(cast(who), "voting.edit_decision", decision)


def test_who_drafted_edits_only_while_in_the_group(group, member):
    decision = rounds.draft(group, by=member)
    leave_group(group, by=member)
    assert not may(member, "voting.edit_decision", decision)


@pytest.mark.parametrize("who", CAST)
def test_author_settles_and_leads_answer(group, member, cast, who):
    concern = ConcernFactory(decision__group=group, author=member)
    assert may(cast(who), "voting.settle_concern", concern) == (who == "member")
    assert may(cast(who), "voting.answer_concern", concern) == (who in LEADS)


@pytest.mark.parametrize("who", CAST)
def test_only_who_is_proposed_answers(group, member, cast, who):
    nomination = NominationFactory(decision__group=group, person=member)
    assert may(cast(who), "voting.answer_nomination", nomination) == (who == "member")


@pytest.mark.parametrize("who", CAST)
@pytest.mark.parametrize("secrecy", Decision.Secrecy.values)
def test_bundle_is_seen_after_the_close_and_names_only_by_who_is_signed_in(
    group, chair, five, cast, secrecy, who
):
    decision = rounds.open_vote(group, secrecy=secrecy)
    assert not has_perm("voting.see_bundle", cast(who), decision)
    closed = rounds.close(decision)
    seen = has_perm("voting.see_bundle", cast(who), closed)
    assert seen == (secrecy != "open" or who != "anonymous")


def test_nobody_sees_the_bundle_of_what_was_voided_uncounted(group, chair, admin):
    voided = actions.void_decision(rounds.open_vote(group), by=chair, reason="Wrong")
    assert not has_perm("voting.see_bundle", admin, voided)
