"""Refusals, counts and headers: asking in every wrong way tells no more than asking rightly."""

import json

import pytest

from tests.voting import leaks
from tests.voting.leaks import NOTHING, VIEWERS, bodies, raw

WRONG = [
    ("put", "ballot/", {"content": {"approved": ["walrus", "nothing"]}}),
    ("put", "ballot/", {"content": None}),
    ("post", "opening/", {"closes_at": "2027-01-01T00:00:00Z"}),
    ("post", "close/", {}),
    ("post", "void/", {"reason": ""}),
    ("post", "nominations/", {"person": "otto"}),
    ("post", "concerns/", {"title": "Hm"}),
    ("post", "electors/", {"person": "carla", "reason": "Again."}),
    ("patch", "", {"question": "Which?"}),
    ("delete", "", {}),
    ("put", "concerns/1/settlement/", {"state": "resolved"}),
]


def asked_wrongly(polls, viewer):
    """What each refusal says, headers and all; none of it may change anything."""
    person, told = polls.viewers[viewer], {}
    browser = leaks.browser_of(person)
    for vote in polls.votes.values():
        for send, tail, body in WRONG:
            address = f"/api/v1/decisions/{vote.slug}/{tail}"
            answer = raw(browser, send, address, data=json.dumps(body), content_type="application/json")
            assert answer[:1] == b"4", (address, body, answer)
            told[f"{send} {address} {body}"] = answer
    return told


@pytest.mark.parametrize("viewer", VIEWERS)
def test_every_refusal_is_the_same_however_people_voted(polls, viewer):
    assert polls.told(lambda: asked_wrongly(polls, viewer)) == NOTHING


@pytest.mark.parametrize("viewer", ["chair", "admin"])
def test_nobody_learns_who_handed_in_a_detached_ballot_by_recusing_them(polls, viewer):
    """A lead could otherwise ask for each person: refused means voted."""
    path = f"/api/v1/decisions/{polls.votes['detached'].slug}/recusals/"
    body = json.dumps({"person": polls.crowd[0].handle, "reason": "Sells it."})

    def read():
        told = bodies(polls.viewers[viewer], [path], "post", data=body, content_type="application/json")
        assert all(text[:3] == b"409" for text in told.values())
        return told

    assert polls.told(read) == NOTHING


@pytest.mark.parametrize("viewer", VIEWERS)
def test_counts_and_filters_tell_nothing(polls, viewer):
    queries = (
        "have_voted=3",
        "winners=quokka",
        "result__decided=true",
        "box__handed_in=1",
        "electors__ballots=1",
    )
    addresses = [f"/api/v1/decisions/?{query}" for query in queries]
    addresses += [f"/api/v1/decisions/?state={state}" for state in ("open", "closed", "draft", "void")]
    assert polls.told(lambda: bodies(polls.viewers[viewer], addresses)) == NOTHING


def test_nothing_that_is_asked_again_gets_a_shorter_answer(polls):
    """No ETag or date of a page lets somebody ask whether anything happened since."""
    with polls.cast(leaks.ONE, polls.crowd[:3]):
        for vote in polls.votes.values():
            for address in (vote.get_absolute_url(), f"/api/v1/decisions/{vote.slug}/"):
                answer = leaks.browser_of(polls.viewers["member"]).get(address)
                assert not {"ETag", "Last-Modified"} & set(answer.headers)
