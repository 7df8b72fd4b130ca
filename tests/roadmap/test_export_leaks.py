"""What an export tells to whom: no draft of a vote, and as few queries for many items as for one."""

import json

import pytest

from tests.factories import DecisionFactory, RoadmapItemFactory

pytestmark = pytest.mark.django_db


def told(client):
    return json.loads(b"".join(client.get("/roadmap/export.json").streaming_content))["items"]


def test_visitor_reads_no_draft_of_a_vote(client, as_admin):
    item = RoadmapItemFactory()
    item.decisions.add(DecisionFactory(slug="secret-plan"))
    assert [row["decisions"] for row in told(client)] == [[]]
    assert [row["decisions"] for row in told(as_admin)] == [["secret-plan"]]


def test_export_asks_no_more_for_more_items(client, django_assert_max_num_queries):
    for _ in range(12):
        RoadmapItemFactory()
    with django_assert_max_num_queries(14):
        assert len(told(client)) == 12
