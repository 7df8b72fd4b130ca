"""Items as CSV and JSON: what the list shows, whole, and harmless in a spreadsheet."""

import csv
import io
import json
import time

import pytest

from hub.roadmap.models import Move, RoadmapItem
from hub.roadmap.tallies import recount_all
from tests.factories import (
    DemoFactory,
    GroupFactory,
    RoadmapItemFactory,
    ServiceFactory,
    SupportFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def body(answer) -> bytes:
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def rows(client, query=""):
    text = body(client.get(f"/roadmap/export.csv{query}")).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def items(client, query=""):
    return json.loads(body(client.get(f"/roadmap/export.json{query}")))["items"]


def test_csv_holds_every_field_of_an_item(client):
    RoadmapItemFactory(
        title="Größer, schöner", slug="bigger", need='Two\nlines, "quoted"', group=GroupFactory(slug="sig-a"),
        owner=UserFactory(handle="ines"), services=[ServiceFactory(slug="b"), ServiceFactory(slug="a")],
        state="planned", quarter="2027-Q1", estimate="2.5",
    )  # fmt: skip
    (row,) = rows(client)
    wanted = {
        "slug": "bigger", "title": "Größer, schöner", "need": 'Two\nlines, "quoted"', "group": "sig-a",
        "owner": "ines", "services": "a, b", "state": "planned", "quarter": "2027-Q1", "estimate": "2.5",
    }  # fmt: skip
    assert {name: row[name] for name in wanted} == wanted


def test_csv_begins_with_the_mark_of_utf8_and_comes_as_a_file(client):
    answer = client.get("/roadmap/export.csv")
    assert answer["Content-Disposition"].startswith('attachment; filename="roadmap-')
    assert body(answer).startswith(b"\xef\xbb\xbfslug,title,")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0"])
def test_no_spreadsheet_runs_a_cell(client, text):
    RoadmapItemFactory(title="x", for_whom=text)
    assert rows(client)[0]["for_whom"] == f"'{text}"


def test_both_forms_honour_the_filters_of_the_list(client):
    RoadmapItemFactory(
        slug="here", state="planned", quarter="2027-Q1", services=[ServiceFactory(slug="katib")]
    )
    RoadmapItemFactory(slug="done", state="shipped")
    RoadmapItemFactory(slug="other", title="Zebra")
    for query, found in (
        ("", {"here", "other"}), ("?state=any", {"here", "done", "other"}), ("?state=shipped", {"done"}),
        ("?quarter=2027-Q1", {"here"}), ("?service=katib", {"here"}), ("?q=zebra", {"other"}),
        ("?state=nonsense&page=9", {"here", "other"}),
    ):  # fmt: skip
        assert {row["slug"] for row in rows(client, query)} == found, query
        assert {row["slug"] for row in items(client, query)} == found, query


def test_json_is_what_the_api_says_with_moves_and_needs(client):
    item = RoadmapItemFactory(slug="one")
    part = RoadmapItemFactory(canonical=item)
    both = UserFactory()
    SupportFactory(item=item, user=both, need=1)
    SupportFactory(item=part, user=both, need=3)  # said of the item itself holds
    SupportFactory(item=part, need=3)
    SupportFactory(item=item, need=2)
    recount_all()
    mover = UserFactory(handle="mara")
    Move.objects.create(item=item, from_state="proposed", to_state="accepted", by=mover, reason="Yes")
    (row,) = items(client)
    assert row.pop("needs") == {"blocked": 1, "important": 1, "nice": 1}
    (move,) = row.pop("moves")
    assert (move["from_state"], move["to_state"], move["by"], move["reason"]) == (
        "proposed",
        "accepted",
        "mara",
        "Yes",
    )
    assert row == client.get("/api/v1/roadmap/one/").json()
    assert row["supporters"] == 3


def test_nobody_learns_of_an_internal_demo_from_an_export_or_the_api(client, as_outsider):
    RoadmapItemFactory(slug="one").demos.add(DemoFactory(slug="whisper", state="proposed"))
    assert items(client)[0]["demos"] == []
    assert client.get("/api/v1/roadmap/one/").json()["demos"] == []


def test_only_mine_needs_somebody(client, as_member, member):
    RoadmapItemFactory(slug="mine", proposed_by=member)
    RoadmapItemFactory(slug="other")
    assert {row["slug"] for row in rows(as_member, "?mine=1")} == {"mine"}
    assert {row["slug"] for row in rows(client, "?mine=1")} == {"mine", "other"}


def test_costs_the_same_queries_with_one_and_with_thirty(client, queries):
    RoadmapItemFactory(services=[ServiceFactory()])
    for form in ("csv", "json"):
        one = queries(lambda form=form: body(client.get(f"/roadmap/export.{form}")))
        for _ in range(15):
            RoadmapItemFactory(services=[ServiceFactory()], group=GroupFactory())
        assert queries(lambda form=form: body(client.get(f"/roadmap/export.{form}"))) <= one + 1 <= 12


def test_ten_thousand_items_leave_quickly(client):
    RoadmapItem.objects.bulk_create(
        RoadmapItem(slug=f"i-{n}", title=f"Item {n}", need="x" * 300) for n in range(10_000)
    )
    began = time.monotonic()
    assert body(client.get("/roadmap/export.csv")).count(b"\n") == 10_001
    took = time.monotonic() - began
    print(f"10,000 items as CSV in {took:.2f} s")
    assert len(items(client)) == 10_000
    print(f"and as JSON in {time.monotonic() - began - took:.2f} s")
