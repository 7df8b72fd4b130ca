"""The feed of moves: valid Atom, what was asked for, and nothing new told as such."""

import datetime as dt
from xml.etree import ElementTree as ET

import pytest

from hub.roadmap.models import Move
from tests.factories import GroupFactory, RoadmapItemFactory, ServiceFactory, UserFactory

ATOM = "{http://www.w3.org/2005/Atom}"
AT = dt.datetime(2026, 11, 3, 9, 30, tzinfo=dt.UTC)


@pytest.fixture
def moved(db):
    """Makes a move."""

    def make(item, to="planned", quarter="2027-Q1", **facts):
        usual = {"from_state": "accepted", "from_quarter": "", "at": AT, "by": None}
        return Move.objects.create(item=item, to_state=to, to_quarter=quarter, **usual | facts)

    return make


def feed(client, query=""):
    answer = client.get(f"/roadmap/moves.atom{query}")
    assert answer["Content-Type"].startswith("application/atom+xml")
    return ET.fromstring(answer.content)  # noqa: S314 -- our own


def titles(tree):
    return [entry.findtext(f"{ATOM}title") for entry in tree.iter(f"{ATOM}entry")]


def test_reader_gets_every_move_with_who_and_why(client, moved):
    item = RoadmapItemFactory(title="Score <all> & more", slug="score")
    move = moved(item, by=UserFactory(name="Ines Duarte"), reason="It fits")
    tree = feed(client)
    (entry,) = tree.iter(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "Score <all> & more: planned for Q1 2027"
    assert entry.findtext(f"{ATOM}summary") == "It was accepted. Moved by Ines Duarte. It fits"
    assert entry.findtext(f"{ATOM}id") == f"urn:hub:move:{move.pk}"
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Ines Duarte"
    assert entry.find(f"{ATOM}link").get("href").endswith("/roadmap/score/")
    assert entry.findtext(f"{ATOM}updated") == tree.findtext(f"{ATOM}updated") == "2026-11-03T09:30:00+00:00"


def test_feed_has_what_atom_asks_for(client, moved):
    moved(RoadmapItemFactory())
    tree = feed(client)
    assert tree.tag == f"{ATOM}feed"
    for holder in (tree, *tree.iter(f"{ATOM}entry")):
        assert all(holder.findtext(f"{ATOM}{name}") for name in ("id", "title", "updated")), holder
    assert tree.find(f"{ATOM}author") is not None
    links = {link.get("rel"): link.get("href") for link in tree.findall(f"{ATOM}link")}
    assert links["self"].endswith("/roadmap/moves.atom")
    ids = [entry.findtext(f"{ATOM}id") for entry in tree.iter(f"{ATOM}entry")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["B", "A"]), ("?group=sig-serving", ["A"]), ("?service=katib", ["B"]), ("?quarter=2027-Q1", ["A"]),
        ("?item=b", ["B"]), ("?group=nobody", []), ("?quarter=soon", ["B", "A"]), ("?item=%00", ["B", "A"]),
        ("?group=sig-serving&quarter=2027-Q2", []),
    ],
)  # fmt: skip
def test_address_asks_for_some_moves(client, moved, query, found):
    a = RoadmapItemFactory(title="A", slug="a", group=GroupFactory(slug="sig-serving"))
    b = RoadmapItemFactory(title="B", slug="b", services=[ServiceFactory(slug="katib")])
    moved(a)
    moved(b, quarter="2027-Q2", at=AT + dt.timedelta(hours=1))
    assert [title[0] for title in titles(feed(client, query))] == found


def test_reader_that_has_it_already_gets_nothing(client, moved):
    item = RoadmapItemFactory()
    moved(item)
    answer = client.get("/roadmap/moves.atom")
    assert answer["Last-Modified"] == "Tue, 03 Nov 2026 09:30:00 GMT"
    again = client.get("/roadmap/moves.atom", headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    moved(item, to="in-progress", from_state="planned")
    assert client.get("/roadmap/moves.atom", headers={"If-None-Match": answer["ETag"]}).status_code == 200


def test_feed_of_nothing_stays_the_same(client, db):
    assert client.get("/roadmap/moves.atom")["ETag"] == client.get("/roadmap/moves.atom")["ETag"]
    assert titles(feed(client)) == []


def test_moves_of_what_was_merged_are_not_told(client, moved):
    root = RoadmapItemFactory()
    moved(RoadmapItemFactory(canonical=root))
    assert titles(feed(client)) == []


def test_feed_costs_the_same_with_one_and_with_thirty(client, moved, queries):
    moved(RoadmapItemFactory())
    one = queries(lambda: client.get("/roadmap/moves.atom"))
    for _ in range(29):
        moved(RoadmapItemFactory(), by=UserFactory())
    assert queries(lambda: client.get("/roadmap/moves.atom")) == one <= 3
