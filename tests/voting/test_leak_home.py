"""The start page, the header and everybody's own pages tell nothing of a running vote."""

import pytest

from tests.voting.leaks import NOTHING, VIEWERS, bodies

ADDRESSES = [
    "/",
    "/community/",
    "/session.json",
    "/profile/",
    "/roadmap/",
    "/services/",
    "/teams/",
    "/people/",
    "/status/summary.json",
    "/healthz",
]


@pytest.mark.parametrize("viewer", VIEWERS)
def test_start_and_own_pages_are_the_same_however_people_voted(polls, viewer):
    people = [f"/people/{person.handle}/" for person in (*polls.crowd, polls.viewers["voter"])]
    assert polls.told(lambda: bodies(polls.viewers[viewer], [*ADDRESSES, *people])) == NOTHING


def test_what_waits_for_somebody_is_their_own_business(polls):
    """Who has not voted is reminded on their own page; what others are shown stays the same (above)."""
    undecided = polls.crowd[4]
    mine = polls.told(lambda: bodies(undecided, ["/", "/community/decisions/"]))
    assert mine["choices"] == mine["marks"] == []
    assert "get /community/decisions/" in mine["voters"], "it says whether one's own vote is missing"
