"""The pages of a running vote tell nothing but what is promised."""

import pytest

from tests.cast import browser_of
from tests.voting import leaks, rounds
from tests.voting.leaks import NOTHING, VIEWERS, bodies

TAILS = (
    "",
    "ballots/",
    "electors/",
    "bundle.json",
    "receipt/",
    "close/",
    "void/",
    "edit/",
    "opening/",
    "conclusion/",
)
LISTS = [
    "/community/decisions/",
    "/community/decisions/?state=open",
    "/community/decisions/?q=quokka",
    "/community/decisions/?asked=mine",
    "/community/groups/",
    "/community/groups/sig-tracking/",
    "/community/",
    "/community/evaluations/",
    "/community/conclusions/",
]


def addresses(polls: leaks.Polls) -> list[str]:
    """The pages of the three votes and those that list them; an address that is not there is compared, too."""
    own = [f"{vote.get_absolute_url()}{tail}" for vote in polls.votes.values() for tail in TAILS]
    return [*own, *LISTS, *(person.get_absolute_url() for person in polls.crowd)]


@pytest.mark.parametrize("viewer", VIEWERS)
def test_nobody_sees_how_the_others_voted(polls, viewer):
    assert polls.told(lambda: bodies(polls.viewers[viewer], addresses(polls))) == NOTHING


@pytest.mark.parametrize("viewer", VIEWERS)
def test_ledger_page_names_voters_and_receipts_of_an_open_vote_only(polls, viewer):
    paths = [f"{vote.get_absolute_url()}ledger/" for vote in polls.votes.values()]
    assert polls.told(lambda: bodies(polls.viewers[viewer], paths), ledger=True) == NOTHING
    with polls.cast(leaks.ONE, polls.crowd[:3]):
        shown = bodies(polls.viewers[viewer], paths)
        named = [path for path, text in shown.items() if polls.receipts["open"][0][:12].encode() in text]
    assert named == [f"get {polls.votes['open'].get_absolute_url()}ledger/"]


def test_ballot_form_of_somebody_else_is_empty(polls):
    paths = [f"{vote.get_absolute_url()}ballot/" for vote in polls.votes.values()]
    assert polls.told(lambda: bodies(polls.viewers["member"], paths)) == NOTHING


def test_voter_sees_their_own_ballot_and_nothing_of_a_detached_one(polls):
    with polls.cast(leaks.OTHER, polls.crowd[:3]):
        voter = browser_of(polls.viewers["voter"])
        answers = {name: voter.get(f"{vote.get_absolute_url()}ballot/") for name, vote in polls.votes.items()}
    assert answers["detached"].status_code == 302
    assert answers["peers"].context["form"].decision == polls.votes["peers"]


def test_after_the_close_the_same_pages_tell(polls):
    changed = polls.after(lambda: bodies(polls.viewers["member"], addresses(polls)))
    own = {
        f"get {vote.get_absolute_url()}{tail}" for vote in polls.votes.values() for tail in ("", "ballots/")
    }
    assert own <= set(changed)


@pytest.mark.parametrize("secrecy", ["peers", "detached"])
def test_closed_secret_vote_names_nobody_beside_a_ballot(polls, secrecy):
    with polls.cast(leaks.ONE, polls.crowd[:3]):
        vote = rounds.close(polls.votes[secrecy])
        pages = bodies(
            polls.viewers["admin"], [vote.get_absolute_url(), f"{vote.get_absolute_url()}ballots/"]
        )
    for name, page in pages.items():
        assert not [person.handle for person in polls.crowd if person.handle.encode() in page], name
