"""What nobody sends by hand: far days, bytes that no text holds, odd numbers. An answer each time, never a fault."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from hub.roadmap.quarters import quarter_of
from tests.cast import browser_of
from tests.factories import RoadmapItemFactory, today
from tests.roadmap import filled

pytestmark = pytest.mark.django_db
NOW = quarter_of(today())
PAGES = [
    "/roadmap/", "/roadmap/?view=list", "/roadmap/timeline/", "/roadmap/print/", "/roadmap/public/",
    "/roadmap/moves.atom", "/roadmap/export.csv", "/roadmap/export.json", "/api/v1/roadmap/",
]  # fmt: skip
NUL = "a\0b"


@pytest.mark.parametrize(
    "quarter", ["0000-Q1", "1900-Q1", "2999-Q4", "9999-Q4", "\uff12\uff10\uff12\uff16-Q1", NUL]
)
def test_any_quarter_in_the_address(client, quarter):
    asked = dict.fromkeys(("quarter", "earliest", "latest", "from"), quarter)
    assert {client.get(page, asked).status_code for page in PAGES} <= {200, 400}


@pytest.mark.parametrize("day", [dt.date(9999, 12, 31), dt.date(3000, 1, 1), dt.date(1, 1, 1)])
def test_a_far_target_leaves_every_picture_readable(client, day):
    RoadmapItemFactory(title="Far away", state="planned", quarter=NOW, target_on=day)
    assert {client.get(page).status_code for page in [*PAGES, "/roadmap/?sort=target"]} == {200}


@pytest.mark.parametrize("name", ["q", "into", "owner", "title"])
def test_null_bytes_in_the_address(as_admin, name):
    RoadmapItemFactory(slug="one")
    pages = ["/roadmap/similar/", "/roadmap/new/", "/roadmap/one/merge/", filled.drafted().get_absolute_url()]
    assert {as_admin.get(page, {name: NUL}).status_code for page in [*PAGES, *pages]} <= {200, 400}


@pytest.mark.parametrize(
    "page", ["new", "one/merge", "one/support/for", "one/move", "one/place", "one/steering"]
)
def test_null_bytes_in_what_is_posted(as_admin, page):
    RoadmapItemFactory(slug="one")
    names = (
        "title",
        "need",
        "instead",
        "into",
        "person",
        "to",
        "seen",
        "quarter",
        "step",
        "owner",
        "link_url",
    )
    answer = as_admin.post(f"/roadmap/{page}/", dict.fromkeys(names, NUL))
    assert 400 <= answer.status_code < 500


def test_null_bytes_add_no_candidate(as_admin):
    found = filled.drafted()
    as_admin.post(f"/roadmap/rounds/{found.slug}/candidates/new/", {"item": NUL})
    assert found.candidates.count() == 3


@pytest.mark.parametrize("capacity", ["1e9999", "-5", "nan", "inf", "1e-999", "\0", "9" * 5000, "½"])
def test_any_capacity_asked_of_a_closed_round(client, capacity):
    (voter,) = filled.crowd(1)
    found = filled.closed(filled.opened(), {voter: {"alpha": 3}})
    assert client.get(found.get_absolute_url(), {"capacity": capacity}).status_code == 200


@pytest.mark.parametrize(
    "marks", [None, [], "x", {"alpha": 10**400}, {"alpha": True}, {NUL: 1}, {"alpha": {}}]
)
def test_any_ballot_by_program(marks):
    (voter,) = filled.crowd(1)
    address = f"/api/v1/rounds/{filled.opened().slug}/ballot/"
    answer = browser_of(voter).put(address, {"marks": marks}, content_type="application/json")
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "said", [{"to": ["planned"]}, {"seen": {"a": 1}}, {"quarter": 10**30}, {"demo": NUL}]
)
def test_any_move_by_program(as_admin, said):
    RoadmapItemFactory(slug="one", state="accepted")
    sent = {"to": "planned", "quarter": NOW} | said
    answer = as_admin.post("/api/v1/roadmap/one/moves/", sent, content_type="application/json")
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "quarter", ["0000-Q1", "1899-Q4", "3000-Q1", "\uff12\uff10\uff12\uff16-Q1", "2026-Q4\n"]
)
def test_no_item_stands_in_a_quarter_that_no_calendar_names(quarter):
    with pytest.raises(ValidationError, match="A quarter looks like"):
        RoadmapItemFactory.build(quarter=quarter).clean_fields()


@pytest.mark.parametrize("quarter", ["1900-Q1", "2026-Q4", "2999-Q4"])
def test_item_stands_in_any_quarter_that_a_calendar_names(quarter):
    RoadmapItemFactory.build(quarter=quarter).clean_fields()
