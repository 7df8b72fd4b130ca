"""Casting: one ballot per elector, replaced whole or not at all, within the time the clock allows."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from hub.activity.models import Entry, Notification
from hub.voting import actions
from hub.voting.models import Ballot, Decision
from hub.voting.tally import papers
from tests.factories import now
from tests.voting import rounds

FIRST, SECOND = {"approved": ["alpha"]}, {"approved": ["beta", "alpha"]}


@pytest.fixture
def decision(group, five) -> Decision:
    return rounds.open_vote(group)


def current(person) -> Ballot:
    return Ballot.objects.get(elector__person=person, current=True)


def test_elector_casts_and_gets_a_receipt(decision, member, five):
    done = actions.cast_ballot(decision, by=five[1], paper=FIRST)
    ballot = current(five[1])
    assert (done.receipt, done.revision) == (ballot.receipt, 1)
    assert ballot.receipt == papers.receipt_of({"approved": ["alpha"]}, ballot.nonce)
    assert len(ballot.nonce) == 32


def test_later_ballot_takes_the_place_of_the_one_before(decision, five):
    one = actions.cast_ballot(decision, by=five[1], paper=FIRST)
    two = actions.cast_ballot(decision, by=five[1], paper=SECOND)
    assert (two.revision, one.receipt != two.receipt) == (2, True)
    assert current(five[1]).content == {"approved": ["alpha", "beta"]}
    assert list(Ballot.objects.values_list("revision", "current")) == [(1, False), (2, True)]


def test_changing_ones_mind_back_is_a_ballot_of_its_own(decision, five):
    receipts = [actions.cast_ballot(decision, by=five[1], paper=paper) for paper in (FIRST, SECOND, FIRST)]
    assert [done.revision for done in receipts] == [1, 2, 3]
    assert len({done.receipt for done in receipts}) == 3


def test_same_paper_again_is_the_ballot_that_stands(decision, five):
    one = actions.cast_ballot(decision, by=five[1], paper=SECOND)
    again = actions.cast_ballot(decision, by=five[1], paper={"approved": ["alpha", "beta"]})
    assert one == again
    assert Ballot.objects.count() == 1


def test_two_alike_have_receipts_of_their_own(decision, five):
    done = rounds.cast(decision, dict.fromkeys(five, FIRST))
    assert len({cast.receipt for cast in done.values()}) == 5


@pytest.mark.parametrize(
    "paper",
    [
        {"approved": ["nothing"]},
        {"approved": ["alpha", "alpha"]},
        {"approved": []},
        {"marks": {"alpha": -1}},
        {"points": {"alpha": 11}},
        {"ranks": [["alpha"]]},
        {"approved": ["alpha"] * 300_000},
        {"approved": ["alpha"], "elector": "somebody-else"},
        None,
        "alpha",
    ],
)
def test_bad_paper_is_refused_and_the_ballot_before_stays(decision, five, paper):
    actions.cast_ballot(decision, by=five[1], paper=FIRST)
    with pytest.raises(ValidationError):
        actions.cast_ballot(decision, by=five[1], paper=paper)
    assert current(five[1]).content == FIRST
    assert Ballot.objects.count() == 1


def test_overspent_credits_leave_the_ballot_before(group, five):
    decision = rounds.open_vote(group, kind="points", credits=9, quadratic=True)
    actions.cast_ballot(decision, by=five[1], paper={"points": {"alpha": 3}})
    with pytest.raises(ValidationError, match="costs 10 credits, and you have 9"):
        actions.cast_ballot(decision, by=five[1], paper={"points": {"alpha": 3, "beta": 1}})
    assert current(five[1]).content == {"points": {"alpha": 3}}


def test_who_is_no_elector_does_not_vote(decision, outsider, admin):
    for person in (outsider, admin):
        with rounds.refused("not_elector"):
            actions.cast_ballot(decision, by=person, paper=FIRST)
    assert not Ballot.objects.exists()


def test_nothing_is_cast_in_lazy_consensus(group, five):
    with pytest.raises(ValidationError, match="raise a concern"):
        actions.cast_ballot(rounds.open_vote(group, kind="lazy"), by=five[1], paper={"abstain": True})


@pytest.mark.parametrize(("after", "taken"), [(-1, True), (0, False), (1, False)])
def test_deadline_holds_to_the_microsecond(group, five, after, taken):
    decision = rounds.open_vote(group)
    with rounds.at(decision.closes_at + after * rounds.MICROSECOND):
        if taken:
            actions.cast_ballot(decision, by=five[1], paper=FIRST)
        else:
            with rounds.refused("closed"):
                actions.cast_ballot(decision, by=five[1], paper=FIRST)
    assert Ballot.objects.count() == taken


@pytest.mark.parametrize(("after", "taken"), [(-1, False), (0, True), (1, True)])
def test_nothing_is_cast_before_the_opening(group, five, after, taken):
    """Another server's clock may be behind the one that opened the vote."""
    decision = rounds.open_vote(group)
    with rounds.at(decision.opened_at + after * rounds.MICROSECOND):
        if taken:
            actions.cast_ballot(decision, by=five[1], paper=FIRST)
        else:
            with rounds.refused("not_open"):
                actions.cast_ballot(decision, by=five[1], paper=FIRST)
    assert Ballot.objects.count() == taken


def test_stale_page_does_not_vote_on_what_was_closed_meanwhile(decision, five):
    stale = Decision.objects.get(pk=decision.pk)
    rounds.close(decision)
    with rounds.refused("closed"):
        actions.cast_ballot(stale, by=five[1], paper=FIRST)


def test_crash_between_the_steps_keeps_the_old_ballot(group, five, monkeypatch):
    """The ledger fails after the old ballot was set aside and the new one written."""
    decision = rounds.open_vote(group, secrecy="open")
    actions.cast_ballot(decision, by=five[1], paper=FIRST)
    seen = []

    def breaks(*_args):
        seen.append(current(five[1]).content)
        raise RuntimeError("The power goes.")

    monkeypatch.setattr("hub.voting.proof.ledger.append", breaks)
    with pytest.raises(RuntimeError):
        actions.cast_ballot(decision, by=five[1], paper=SECOND)
    assert seen == [{"approved": ["alpha", "beta"]}]
    assert current(five[1]).content == FIRST
    assert (Ballot.objects.count(), decision.ledger.count()) == (1, 2)


def test_open_vote_names_the_receipt_in_the_ledger(group, five):
    decision = rounds.open_vote(group, secrecy="open")
    done = actions.cast_ballot(decision, by=five[1], paper=FIRST)
    event = decision.ledger.get(kind="cast")
    assert event.payload == {"elector": five[1].handle, "receipt": done.receipt, "revision": 1}


@pytest.mark.parametrize("secrecy", ["peers", "detached"])
def test_secret_vote_leaves_nothing_that_others_see(group, five, secrecy):
    decision = rounds.open_vote(group, secrecy=secrecy)
    before = (Entry.objects.count(), decision.ledger.count(), Notification.objects.count())
    rounds.cast(decision, dict.fromkeys(five, FIRST))
    assert (Entry.objects.count(), decision.ledger.count(), Notification.objects.count()) == before


def test_no_cast_is_an_entry_not_even_in_an_open_vote(group, five):
    decision = rounds.open_vote(group, secrecy="open")
    before = Entry.objects.count()
    rounds.cast(decision, dict.fromkeys(five, FIRST))
    assert Entry.objects.count() == before


def test_frozen_rules_decide_not_the_row_that_is_passed(group, five):
    """A stale or tampered object in memory changes nothing: the verb reads under its lock."""
    decision = rounds.open_vote(group, kind="score", max_mark=3)
    decision.max_mark, decision.kind = 99, "approval"
    with pytest.raises(ValidationError):
        actions.cast_ballot(decision, by=five[1], paper={"marks": {"alpha": 4}})
    assert actions.cast_ballot(decision, by=five[1], paper={"marks": {"alpha": 3}}).revision == 1


def test_ballot_is_cast_at_the_time_of_the_server(decision, five):
    moment = now(hours=2)
    rounds.cast(decision, {five[1]: FIRST}, when=moment)
    assert current(five[1]).cast_at == moment
    assert timezone.now() < moment
