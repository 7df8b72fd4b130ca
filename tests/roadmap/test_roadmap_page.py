"""The quarters, the list, and one item."""

import datetime as dt

import pytest
from django.utils import timezone

from hub.activity.actions import record
from hub.roadmap.quarters import is_quarter, moved, quarter_of, window
from tests.factories import (
    ConclusionFactory,
    DemoFactory,
    ItemStageFactory,
    RoadmapItemFactory,
    ServiceFactory,
    SupportFactory,
)

NOW = quarter_of(timezone.localdate())


def test_visitor_sees_the_quarters_by_step(client, db):
    RoadmapItemFactory(title="Online features", quarter=NOW, step="serving", state="planned")
    RoadmapItemFactory(title="Old one", quarter=moved(NOW, -9), step="serving", state="shipped")
    RoadmapItemFactory(title="Waits for a quarter")
    answer = client.get("/roadmap/")
    page = answer.content.decode()
    assert "Online features" in page
    assert "Old one" not in page
    assert [item.title for item in answer.context["waiting"]] == ["Waits for a quarter"]
    assert [row.label for row in answer.context["rows"]] == ["Serving"]


def test_earlier_and_later_move_the_window(client, db):
    RoadmapItemFactory(title="Old one", quarter="2019-Q2", state="shipped")
    answer = client.get("/roadmap/", {"from": "2019-Q1"})
    assert "Old one" in answer.content.decode()
    assert (answer.context["earlier"], answer.context["later"]) == ("2018-Q1", "2020-Q1")


def test_full_cell_says_how_many_more(client, db):
    for _ in range(9):
        RoadmapItemFactory(quarter=NOW, step="serving")
    page = client.get("/roadmap/").content.decode()
    assert "5 more" in page
    assert f"view=list&amp;state=any&amp;quarter={NOW}&amp;step=serving" in page


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ({}, {"A", "B", "C"}),
        ({"state": "any"}, {"A", "B", "C", "D"}),
        ({"state": "shipped"}, {"D"}),
        ({"step": "training"}, {"A"}),
        ({"step": "none"}, {"B", "C"}),
        ({"quarter": "2026-Q4"}, {"B"}),
        ({"group": "sig-tracking"}, {"C"}),
        ({"service": "mlflow"}, {"A"}),
        ({"q": "registry"}, {"B"}),
        ({"mine": "1"}, {"B", "C"}),
        (
            {"state": "nonsense", "step": "x", "quarter": "2026-Q9", "group": "y", "page": "-3"},
            {"A", "B", "C"},
        ),
    ],
)
def test_list_answers_what_the_address_asks(as_member, member, group, asked, titles):
    RoadmapItemFactory(title="A", step="training", services=[ServiceFactory(slug="mlflow")])
    supported = RoadmapItemFactory(title="B", quarter="2026-Q4", need="A model registry")
    SupportFactory(item=supported, user=member)
    RoadmapItemFactory(title="C", group=group, proposed_by=member)
    RoadmapItemFactory(title="D", state="shipped")
    answer = as_member.get("/roadmap/", {"view": "list", **asked})
    assert {item.title for item in answer.context["page"]} == titles


def test_most_needed_comes_first(client, db):
    wanted, blocked = RoadmapItemFactory(title="Wanted"), RoadmapItemFactory(title="Blocked")
    SupportFactory.create_batch(3, item=wanted, need=1)
    SupportFactory(item=blocked, need=3)
    SupportFactory.create_batch(4, item=RoadmapItemFactory(title="Not needed"), need=0)
    rows = client.get("/roadmap/", {"view": "list"}).context["page"].object_list
    assert [(row.title, row.supporters, row.blocked) for row in rows] == [
        ("Blocked", 1, 1), ("Wanted", 3, 0), ("Not needed", 0, 0),
    ]  # fmt: skip


def test_nothing_found_offers_to_propose_it(client, db):
    page = client.get("/roadmap/", {"q": "GPU sharing"}).content.decode()
    assert "/roadmap/new/?title=GPU%20sharing" in page


@pytest.mark.parametrize(
    "address", ["/roadmap/", "/roadmap/?view=list&state=any&q=item", "/roadmap/?view=list"]
)
def test_lists_cost_the_same_with_one_item_and_with_thirty(as_member, member, group, address, queries):
    def fill(count):
        for number in range(count):
            item = RoadmapItemFactory(
                quarter=NOW if number % 2 else "", group=group, services=[ServiceFactory()]
            )
            SupportFactory(item=item)

    fill(2)
    few = queries(lambda: as_member.get(address))
    fill(30)
    assert queries(lambda: as_member.get(address)) == few <= 15


def test_item_page_shows_what_belongs_to_it_and_costs_the_same_for_more(as_member, member, queries):
    def full():
        return RoadmapItemFactory(
            proposed_by=member, links=[{"label": "Source", "url": "https://example.org/kep"}]
        )

    def fill(item, count):
        for number in range(count):
            item.services.add(ServiceFactory())
            item.demos.add(DemoFactory())
            item.conclusions.add(ConclusionFactory())
            ItemStageFactory(item=item, stage=f"stage-{number}", position=number)
            SupportFactory(item=item)
            record("roadmap.item_edited", item, "edited it", by=member)

    small, large = full(), full()
    fill(small, 1)
    fill(large, 20)
    few = queries(lambda: as_member.get(small.get_absolute_url()))
    assert queries(lambda: as_member.get(large.get_absolute_url())) == few <= 13
    page = as_member.get(small.get_absolute_url()).content.decode()
    for name in [
        *small.services.all(),
        *small.demos.all(),
        *small.conclusions.all(),
        "https://example.org/kep",
    ]:
        assert str(name) in page


def test_link_that_is_no_web_link_is_not_shown(client, db):
    item = RoadmapItemFactory(
        links=[{"label": "Bad", "url": "javascript:alert(1)"}, "odd", {"url": "https://x.org"}]
    )
    assert "javascript:" not in client.get(item.get_absolute_url()).content.decode()


def test_demo_that_is_only_proposed_is_not_shown_to_visitors(client, as_member):
    item = RoadmapItemFactory()
    item.demos.add(DemoFactory(title="Half-baked", state="proposed"))
    assert "Half-baked" not in client.get(item.get_absolute_url()).content.decode()
    assert "Half-baked" in as_member.get(item.get_absolute_url()).content.decode()


def test_long_item_is_shown_whole(client, db):
    item = RoadmapItemFactory(title="x" * 200, need="word " * 9000, for_whom="y" * 500)
    assert client.get(item.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    ("day", "quarter"),
    [(dt.date(2026, 1, 1), "2026-Q1"), (dt.date(2026, 3, 31), "2026-Q1"), (dt.date(2026, 12, 31), "2026-Q4")],
)
def test_day_lies_in_its_quarter(day, quarter):
    assert quarter_of(day) == quarter


def test_quarters_go_over_the_year():
    assert window("2026-Q3", 4) == ["2026-Q3", "2026-Q4", "2027-Q1", "2027-Q2"]
    assert moved("2026-Q1", -1) == "2025-Q4"


@pytest.mark.parametrize("text", ["", "2026", "2026-Q5", "0001-Q1", "9999-Q4", "2026-Q1\n", "٢٠٢٦-Q1"])
def test_other_texts_are_no_quarter(text):
    assert not is_quarter(text)
