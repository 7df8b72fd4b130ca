"""What an owner may do with a card, and what only those who steer the item may."""

import pytest

from hub.roadmap.models import RoadmapItem
from tests.cast import browser_of
from tests.factories import RoadmapItemFactory

pytestmark = pytest.mark.django_db


def test_owner_does_not_take_an_item_out_of_its_quarter(outsider):
    item = RoadmapItemFactory(slug="one", owner=outsider, state="planned", quarter="2027-Q1")
    said = {"quarter": "", "step": "", "seen": "2027-Q1", "reason": "I would rather not."}
    assert browser_of(outsider).post("/roadmap/one/place/", said).status_code == 403
    item.refresh_from_db()
    assert (item.state, item.quarter) == (RoadmapItem.State.PLANNED, "2027-Q1")


def test_owner_gives_it_another_quarter(outsider):
    item = RoadmapItemFactory(slug="one", owner=outsider, state="planned", quarter="2027-Q1")
    said = {"quarter": "2027-Q2", "step": "", "seen": "2027-Q1", "reason": "Later."}
    browser_of(outsider).post("/roadmap/one/place/", said)
    item.refresh_from_db()
    assert item.quarter == "2027-Q2"


def test_who_steers_it_takes_it_out(chair, group):
    item = RoadmapItemFactory(slug="one", group=group, state="planned", quarter="2027-Q1")
    said = {"quarter": "", "step": "", "seen": "2027-Q1", "reason": "Not now."}
    browser_of(chair).post("/roadmap/one/place/", said)
    item.refresh_from_db()
    assert (item.state, item.quarter) == (RoadmapItem.State.ACCEPTED, "")
