"""A running round tells nobody how anybody voted: the same round with other ballots gives byte-equal answers."""

import json
from collections.abc import Mapping

import pytest
from django.db import transaction

from hub.activity.models import Entry
from hub.roadmap.actions import rounds
from tests.roadmap import filled
from tests.voting.leaks import NOW, bodies, differing

pytestmark = pytest.mark.django_db
VIEWERS = ("anonymous", "outsider", "member", "chair", "admin", "voter")
ONE, OTHER = {"alpha": 9, "beta": 1}, {"gamma": 10}
PAGES = ("/", "/roadmap/", "/roadmap/?view=list", "/roadmap/rounds/", "/roadmap/alpha/", "/roadmap/gamma/",
         "/activity/", "/activity/feed.atom", "/search/?q=alpha", "/search/?q=round", "/community/",
         "/session.json", "/people/mateo/", "/teams/pricing/")  # fmt: skip
TAILS = ("", "?capacity=5", "voters/", "ballots/", "close/", "confirmation/", "edit/", "opening/")
API = ("/api/v1/rounds/", "/api/v1/rounds/?ordering=-result", "/api/v1/roadmap/", "/api/v1/roadmap/alpha/",
       "/api/v1/entries/?page_size=200")  # fmt: skip
API_TAILS = ("", "candidates/", "result/", "what-if/?capacity=5", "ballots/", "voters/", "findings/")


class Poll:
    """An open round, a crowd that votes one way or another, and those who look."""

    def __init__(self, viewers, **settings) -> None:
        self.viewers = viewers
        with filled.at(NOW):
            self.crowd = filled.crowd(4)
            self.round = filled.opened(**settings)

    def addresses(self):
        own = [f"{self.round.get_absolute_url()}{tail}" for tail in TAILS]
        doors = [f"/api/v1/rounds/{self.round.slug}/{tail}" for tail in API_TAILS]
        return [*PAGES, *API, *own, *doors, *(f"/people/{person.handle}/" for person in self.crowd)]

    def read(self, viewer, marks: Mapping[str, int], crowd, *, close=False):
        """What the viewer is answered when the crowd votes so; afterwards it never happened."""
        with transaction.atomic(), filled.at(NOW + filled.dt.timedelta(hours=30)):
            filled.vote(self.round, dict.fromkeys(crowd, marks))
            if close:
                filled.closed(self.round)
            told = bodies(self.viewers[viewer], self.addresses())
            transaction.set_rollback(True)
        return told


@pytest.fixture
def poll(team, cast):
    viewers = {name: cast(name) for name in VIEWERS if name != "voter"}
    viewers["voter"] = filled.crowd(1)[0]
    return Poll(viewers)


@pytest.mark.parametrize("viewer", VIEWERS)
def test_nobody_learns_how_the_others_vote(poll, viewer):
    one = poll.read(viewer, ONE, poll.crowd[:2])
    assert differing(one, poll.read(viewer, OTHER, poll.crowd[:2])) == []
    assert differing(one, poll.read(viewer, ONE, poll.crowd[2:])) == [], "nor who voted"


def test_after_the_close_the_same_doors_tell(poll):
    told = [poll.read("member", marks, poll.crowd[:2], close=True) for marks in (ONE, OTHER)]
    found = differing(*told)
    slug = poll.round.slug
    assert {f"get /roadmap/rounds/{slug}/", f"get /roadmap/rounds/{slug}/ballots/",
            f"get /api/v1/rounds/{slug}/result/", f"get /api/v1/rounds/{slug}/ballots/"} <= set(found)  # fmt: skip


def test_how_many_voted_is_told_and_no_more(poll):
    none = poll.read("member", ONE, [])
    some = poll.read("member", ONE, poll.crowd[:1])
    slug = poll.round.slug
    own = f"get /roadmap/rounds/{slug}/"
    assert differing(none, some) == [own, f"{own}?capacity=5", f"get /api/v1/rounds/{slug}/result/"]


def test_casting_and_withdrawing_write_no_entry(poll):
    before = Entry.objects.count()
    with filled.at(NOW + filled.dt.timedelta(hours=1)):
        filled.vote(poll.round, {poll.crowd[0]: ONE})
        rounds.withdraw_ballot(poll.round, by=poll.crowd[0])
    assert Entry.objects.count() == before


def test_ballot_of_another_is_not_to_be_had(poll):
    """My ballot, at the page and the API, is mine whatever the parameters say."""
    with filled.at(NOW + filled.dt.timedelta(hours=1)):
        filled.vote(poll.round, {poll.crowd[0]: ONE})
        told = bodies(
            poll.viewers["member"],
            [
                f"/api/v1/rounds/{poll.round.slug}/ballot/?team=pricing",
                f"{poll.round.get_absolute_url()}ballot/?team=x",
            ],
        )
    assert not [name for name, body in told.items() if b'value="9"' in body or b'"alpha":9' in body]


def test_team_ballot_is_for_the_team_only(team, cast):
    viewers = {name: cast(name) for name in ("member", "outsider", "admin", "anonymous")}
    mate = filled.crowd(1, team)[0]
    poll = Poll(viewers, voters="teams")
    for viewer in ("outsider", "admin", "anonymous"):
        one, other = (poll.read(viewer, marks, [mate]) for marks in (ONE, OTHER))
        assert differing(one, other) == []
    with filled.at(NOW + filled.dt.timedelta(hours=1)):
        filled.vote(poll.round, {mate: ONE})
        mine = bodies(viewers["member"], [f"/api/v1/rounds/{poll.round.slug}/ballot/"])
    assert b'"alpha":9' in next(iter(mine.values())).replace(b" ", b"")


def test_visitor_reads_no_team_and_no_ballot_after_the_close(poll):
    told = poll.read("anonymous", ONE, poll.crowd[:2], close=True)
    slug = poll.round.slug
    result = json.loads(told[f"get /api/v1/rounds/{slug}/result/"].split(b"\n")[-1])["result"]
    assert "teams" not in result
    assert not [row for row in result["items"] if "teams" in row]
    assert told[f"get /api/v1/rounds/{slug}/ballots/"][:3] == b"401"
