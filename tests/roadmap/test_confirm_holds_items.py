"""Answering a round holds its items in one order, also those that others became part of."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hub.roadmap.actions import merge_item, rounds
from tests.factories import RoadmapItemFactory
from tests.roadmap import filled

pytestmark = pytest.mark.django_db


def test_items_are_held_at_once_and_in_the_order_of_merges(admin):
    (voter,) = filled.crowd(1)
    found = filled.opened({"alpha": 3, "beta": 4})
    last = RoadmapItemFactory(slug="last", state="accepted")
    found = filled.closed(found, {voter: {"alpha": 5, "beta": 5}})
    merge_item(filled.item_of("alpha"), into=last, by=admin)  # so alpha stands after beta now
    with CaptureQueriesContext(
        connection,
    ) as asked:
        rounds.confirm_round(found, by=admin, taken={"alpha": True, "beta": True})
    locks = [q["sql"] for q in asked if "FOR UPDATE" in q["sql"] and 'FROM "roadmap_roadmapitem"' in q["sql"]]
    assert "ORDER BY" in locks[0]
    assert str(last.pk) in locks[0]
    assert str(filled.item_of("beta").pk) in locks[0]
