"""Steering by program takes away nothing that the caller may not see."""

import pytest

from tests.cast import browser_of
from tests.factories import DecisionFactory, RoadmapItemFactory

pytestmark = pytest.mark.django_db


def test_owner_keeps_the_draft_of_a_vote_they_may_not_see(outsider, admin):
    item = RoadmapItemFactory(slug="one", owner=outsider)
    item.decisions.add(DecisionFactory(slug="secret-plan"))
    address = "/api/v1/roadmap/one/steering/"
    browser_of(outsider).patch(address, {"estimate": "2"}, content_type="application/json")
    answer = browser_of(outsider).patch(address, {"decisions": []}, content_type="application/json")
    assert (answer.status_code, answer.json()["decisions"]) == (200, [])
    assert [row.slug for row in item.decisions.all()] == ["secret-plan"]
    browser_of(admin).patch(address, {"decisions": []}, content_type="application/json")
    assert item.decisions.count() == 0
