"""Saying a need better while it is only proposed."""

import pytest
from django.core.exceptions import ValidationError

from hub.activity.models import Entry
from hub.core.errors import Refused
from hub.roadmap.actions import edit_item
from hub.roadmap.models import RoadmapItem
from tests.cast import browser_of
from tests.factories import RoadmapItemFactory, ServiceFactory, UserFactory

NEW = {"title": "Compare runs of all teams", "need": "Better said.", "step": "training"}


@pytest.fixture
def item(member, group):
    return RoadmapItemFactory(slug="compare-runs", title="Compare runs", proposed_by=member, group=group)


def test_proposer_edits_and_the_address_stays(as_member, member, item):
    service = ServiceFactory()
    answer = as_member.post("/roadmap/compare-runs/edit/", {**NEW, "services": [service.pk]})
    item.refresh_from_db()
    assert (answer.status_code, answer["Location"]) == (302, "/roadmap/compare-runs/")
    assert (item.title, item.need, item.step, item.slug) == (*NEW.values(), "compare-runs")
    assert list(item.services.all()) == [service]
    assert (Entry.objects.get().kind, Entry.objects.get().actor) == ("roadmap.item_edited", member)


@pytest.mark.parametrize(
    ("who", "status"),
    [("admin", 302), ("chair", 302), ("member", 302), ("outsider", 403), ("anonymous", 302)],
)
def test_cast_proposer_lead_and_admin_edit(cast, who, status, item):
    answer = browser_of(cast(who)).post("/roadmap/compare-runs/edit/", NEW)
    item.refresh_from_db()
    assert answer.status_code == status
    assert (item.title == NEW["title"]) == (who in ("admin", "chair", "member"))


def test_lead_of_another_group_does_not_edit(as_chair, chair):
    RoadmapItemFactory(slug="other", proposed_by=UserFactory())
    assert as_chair.get("/roadmap/other/edit/").status_code == 403


def test_imported_item_without_a_proposer_is_not_anybodys(as_outsider):
    RoadmapItemFactory(slug="kep", proposed_by=None)
    assert as_outsider.get("/roadmap/kep/edit/").status_code == 403


@pytest.mark.parametrize("state", [s for s in RoadmapItem.State.values if s != "proposed"])
def test_later_the_text_stays_as_it_was_decided_on(as_member, member, item, state):
    RoadmapItem.objects.update(state=state)
    with pytest.raises(Refused):
        edit_item(item, by=member, **NEW)
    answer = as_member.post("/roadmap/compare-runs/edit/", NEW)
    assert answer.status_code == 409
    assert NEW["need"] in answer.content.decode()  # what was typed is not lost


def test_form_shows_what_is_there(as_member, item):
    page = as_member.get("/roadmap/compare-runs/edit/").content.decode()
    assert 'value="Compare runs"' in page


@pytest.mark.parametrize("wrong", [{"title": ""}, {"title": "x" * 201}, {"step": "guessing"}])
def test_bad_edit_changes_nothing(member, item, wrong):
    with pytest.raises(ValidationError):
        edit_item(item, by=member, **{**NEW, **wrong})
    item.refresh_from_db()
    assert item.title == "Compare runs"


def test_unknown_item_is_not_found(as_member, db):
    for path in ("/roadmap/nothing/", "/roadmap/nothing/edit/"):
        assert as_member.get(path).status_code == 404
    assert as_member.post("/roadmap/nothing/support/", {"need": "1"}).status_code == 404
