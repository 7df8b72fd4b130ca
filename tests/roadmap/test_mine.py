"""The page of one's own needs and proposals."""

import pytest

from hub.roadmap.actions import merge_item, propose_item, support_for, support_item
from tests.factories import RoadmapItemFactory, SupportFactory


def test_needs_proposals_and_what_one_answers_for(as_member, member, admin):
    item = RoadmapItemFactory(title="Feature store", state="planned", state_reason="Most needed")
    support_item(item, by=member, need=3, why="Every night")
    propose_item(by=member, title="Bigger notebooks", need="why")
    RoadmapItemFactory(title="Mine to build", owner=member)
    support_for(RoadmapItemFactory(title="Said for me"), by=admin, person=member, need=1)
    RoadmapItemFactory(title="Of nobody")
    page = as_member.get("/roadmap/mine/").content.decode()
    for words in ("Feature store", "Every night", "Blocked without it", "Most needed", "Bigger notebooks",
                  "Mine to build", "Said for me", "Said by"):  # fmt: skip
        assert words in page, words
    assert "proposed Bigger notebooks" in page  # what happened last
    assert "Of nobody" not in page


def test_merged_items_lead_to_the_whole_and_are_there_once(as_member, member, admin):
    part = propose_item(by=member, title="More GPUs", need="why")
    whole = RoadmapItemFactory(title="Graphics cards", slug="cards")
    support_item(part, by=member, need=3)
    support_item(whole, by=member, need=1)
    merge_item(part, into=whole, by=admin)
    answer = as_member.get("/roadmap/mine/")
    assert [(support.need, item.slug) for support, item, _ in answer.context["supports"]] == [(1, "cards")]
    assert "Merged into “Graphics cards”" in answer.content.decode()
    mine = as_member.get("/api/v1/roadmap/mine/").json()
    assert [(row["item"], row["counts_for"], row["need"]) for row in mine["supports"]] == [
        ("cards", "cards", 1)
    ]
    assert [row["slug"] for row in mine["proposed"]] == [part.slug]


def test_empty_page_teaches(as_member):
    assert "Find yours, and say how badly." in as_member.get("/roadmap/mine/").content.decode()


def test_visitors_sign_in_first(as_anonymous):
    assert as_anonymous.get("/roadmap/mine/")["Location"].startswith("/sign-in/")
    assert as_anonymous.get("/api/v1/roadmap/mine/").status_code == 401


@pytest.mark.parametrize("address", ["/roadmap/mine/", "/api/v1/roadmap/mine/"])
def test_costs_the_same_with_one_and_with_thirty(as_member, member, queries, address):
    SupportFactory(user=member)
    propose_item(by=member, title="One", need="why")
    few = queries(lambda: as_member.get(address))
    SupportFactory.create_batch(30, user=member)
    for number in range(5):
        propose_item(by=member, title=f"Number {number}", need="why")
    assert queries(lambda: as_member.get(address)) == few <= 15
