"""The API tells nothing of a running vote but what is promised."""

import pytest

from tests.voting import leaks
from tests.voting.leaks import NOTHING, VIEWERS, bodies

TAILS = ("", "ballots/", "bundle/", "concerns/", "electors/", "findings/", "nominations/", "result/")
LISTS = ("", "?state=open", "?kind=approval", "?page_size=200", "?ordering=-have_voted", "?winner=quokka")
OTHER_LISTS = [
    f"/api/v1/{noun}/" for noun in ("people", "groups", "conclusions", "services", "roadmap", "entries")
]


def addresses(polls: leaks.Polls, tails: tuple[str, ...] = TAILS) -> list[str]:
    """Everything that the API says of the three votes."""
    own = [f"/api/v1/decisions/{vote.slug}/{tail}" for vote in polls.votes.values() for tail in tails]
    people = [f"/api/v1/people/{person.handle}/" for person in polls.crowd]
    return [*own, *(f"/api/v1/decisions/{query}" for query in LISTS), *OTHER_LISTS, *people]


@pytest.mark.parametrize("viewer", VIEWERS)
def test_nobody_reads_how_the_others_voted(polls, viewer):
    person = polls.viewers[viewer]
    assert polls.told(lambda: bodies(person, [*addresses(polls), *own_ballots(polls)])) == NOTHING


def own_ballots(polls):
    return [f"/api/v1/decisions/{vote.slug}/ballot/" for vote in polls.votes.values()]


@pytest.mark.parametrize("viewer", VIEWERS)
def test_the_ledger_names_voters_and_receipts_of_an_open_vote_only(polls, viewer):
    person = polls.viewers[viewer]
    paths = [f"/api/v1/decisions/{vote.slug}/ledger/" for vote in polls.votes.values()]

    assert polls.told(lambda: bodies(person, paths), ledger=True) == NOTHING
    with polls.cast(leaks.ONE, polls.crowd[:3]):
        told = bodies(person, paths)
        in_open = [name for name, text in told.items() if polls.receipts["open"][0].encode() in text]
    assert in_open == [f"get /api/v1/decisions/{polls.votes['open'].slug}/ledger/"]


def test_after_the_close_the_same_doors_tell(polls):
    told = polls.after(lambda: bodies(polls.viewers["member"], addresses(polls)))
    for vote in polls.votes.values():
        assert {
            f"get /api/v1/decisions/{vote.slug}/{tail}" for tail in ("ballots/", "bundle/", "result/")
        } <= set(told)


def test_visitor_reads_an_open_vote_without_names_after_the_close(polls):
    with polls.cast(leaks.ONE, polls.crowd[:3]):
        vote = leaks.rounds.close(polls.votes["open"])
        told = bodies(
            polls.viewers["anonymous"],
            [f"/api/v1/decisions/{vote.slug}/{tail}" for tail in ("bundle/", "ballots/")],
        )
    assert [text[:3] for text in told.values()] == [b"401", b"401"]


@pytest.mark.parametrize("secrecy", ["peers", "detached"])
def test_published_ballots_of_a_secret_vote_carry_no_name_and_no_order(polls, secrecy):
    with polls.cast(leaks.ONE, polls.crowd[:3]):
        vote = leaks.rounds.close(polls.votes[secrecy])
        told = bodies(
            polls.viewers["admin"],
            [f"/api/v1/decisions/{vote.slug}/{tail}" for tail in ("bundle/", "ballots/", "result/")],
        )
        found = sorted(polls.receipts["secret"])
    for name, text in told.items():
        assert not [person.handle for person in polls.crowd if person.handle.encode() in text], name
        places = [text.find(receipt.encode()) for receipt in found if receipt.encode() in text]
        assert places == sorted(places), name
