"""Search finds the questions of votes and their options, and nothing of how people voted."""

import pytest

from hub.search.sources import KINDS
from tests.cast import SIGNED_IN, browser_of
from tests.voting import leaks, rounds
from tests.voting.leaks import NOTHING, VIEWERS, bodies

WORDS = (
    "animal",
    "quokka",
    "walrus",
    "quokka+wins",
    "yes",
    "no",
    "winner",
    "receipt",
    "ballot",
    "approved",
    "ranks",
)


def found(browser, words):
    return [hit.url for hit in browser.get("/search/", {"q": words}).context["page"]]


@pytest.mark.parametrize("viewer", VIEWERS)
def test_search_is_the_same_however_people_voted(polls, viewer):
    voters = [*polls.crowd[:2], polls.crowd[4]]
    addresses = [f"/search/?q={words}" for words in (*WORDS, *(person.handle for person in voters))]

    assert polls.told(lambda: bodies(polls.viewers[viewer], addresses)) == NOTHING


@pytest.mark.parametrize("viewer", VIEWERS)
def test_no_receipt_nonce_or_choice_is_found(polls, viewer):
    with polls.cast(leaks.ONE, polls.crowd[:3]):
        marks = [*polls.receipts["secret"], *polls.receipts["open"], *polls.nonces]
        hits = [found(browser_of(polls.viewers[viewer]), mark) for mark in marks]
    assert not any(hits)


def test_open_vote_is_found_by_its_question_and_its_options(client, group, five):
    decision = rounds.open_vote(
        group, question="Which animal?", context="For the *zoo*.", options=["Quokka", "Walrus"]
    )

    for words in ("animal", "zoo", "quokka", "walr"):
        assert found(client, words) == [decision.get_absolute_url()], words
    assert "Open" in client.get("/search/?q=quokka").content.decode()


def test_announced_election_is_found(client, group, chair):
    decision = rounds.draft(
        group, question="Who leads the zoo?", purpose="election", role="chair", kind="schulze"
    )
    assert found(client, "zoo") == []

    rounds.actions.announce_election(
        decision, by=chair, nominations_until=leaks.NOW + leaks.dt.timedelta(days=3650)
    )

    assert found(client, "zoo") == [decision.get_absolute_url()]


@pytest.mark.parametrize("viewer", ["anonymous", *SIGNED_IN])
def test_draft_is_found_by_its_group_and_admins_only(cast, group, chair, member, viewer):
    decision = rounds.draft(group, question="Which animal?")
    hits = found(browser_of(cast(viewer)), "animal")
    assert hits == ([decision.get_absolute_url()] if viewer in {"admin", "chair", "member"} else [])


def test_voided_draft_is_found_by_no_outsider(client, group, chair):
    rounds.actions.void_decision(rounds.draft(group, question="Which animal?"), by=chair, reason="No zoo.")
    assert found(client, "animal") == []


def test_decisions_are_a_kind_of_their_own(client, group, five):
    rounds.open_vote(group, question="Which animal?")
    assert client.get("/search/?q=animal&kind=decision").context["total"] == 1
    assert KINDS["decision"].noun == "Decision"
