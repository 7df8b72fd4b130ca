"""The doors of merging: the page with its preview, old addresses, and the API."""

import datetime as dt

import pytest
from django.utils import timezone

from hub.roadmap.actions import merge_item, support_item
from hub.roadmap.models import Merge, RoadmapItem, Support
from tests.cast import browser_of
from tests.factories import GroupFactory, RoadmapItemFactory, SupportFactory, UserFactory

API = "/api/v1/roadmap"


@pytest.fixture
def pair(group):
    return (
        RoadmapItemFactory(slug="gpus", title="More GPUs", group=group),
        RoadmapItemFactory(slug="cards", title="Graphics cards for training", group=group),
    )


def test_lead_finds_the_other_sees_what_it_means_and_merges(as_chair, pair):
    a, b = pair
    both = SupportFactory(item=a, user__name="Ada Both").user
    SupportFactory(item=b, user=both)
    SupportFactory(item=b)
    page = as_chair.get("/roadmap/gpus/merge/", {"q": "graphics"}).content.decode()
    assert 'href="?into=cards"' in page
    answer = as_chair.get("/roadmap/gpus/merge/", {"into": "cards"})
    found = {name: answer.context[name] for name in ("ours", "theirs", "twice", "union", "objection")}
    assert found == {"ours": 1, "theirs": 2, "twice": 1, "union": 2, "objection": ""}
    assert "Ada Both" in answer.content.decode()
    answer = as_chair.post("/roadmap/gpus/merge/", {"into": "cards", "reason": "Same cards"}, follow=True)
    page = answer.content.decode()
    assert "Merged. “Graphics cards for training” now speaks for both" in page
    assert "Same cards" in page
    assert "Take it out again" in page
    b.refresh_from_db()
    assert b.supporters == 2


def test_similar_items_are_offered_without_a_word_typed(as_chair, pair):
    page = as_chair.get("/roadmap/gpus/merge/").content.decode()
    assert "Type what the other item is called" in page or 'href="?into=cards"' in page


def test_what_cannot_be_merged_says_why_before_anybody_tries(as_chair, pair):
    RoadmapItem.objects.filter(slug="gpus").update(state="shipped")
    page = as_chair.get("/roadmap/gpus/merge/", {"into": "cards"}).content.decode()
    assert "Merge the other one into it" in page
    answer = as_chair.post("/roadmap/gpus/merge/", {"into": "cards"})
    assert (answer.status_code, Merge.objects.count()) == (409, 0)


@pytest.mark.parametrize("into", ["", "nothing", "gpus", "../x"])
def test_bad_target_merges_nothing(as_chair, pair, into):
    answer = as_chair.post("/roadmap/gpus/merge/", {"into": into, "reason": "Kept"})
    assert answer.status_code in (409, 422)
    assert Merge.objects.count() == 0


@pytest.mark.parametrize(
    ("who", "status"),
    [("admin", 302), ("chair", 302), ("member", 403), ("outsider", 403), ("anonymous", 302)],
)
def test_cast_leads_and_admins_merge_and_undo(cast, who, status, pair):
    browser = browser_of(cast(who))
    may = who in ("admin", "chair")
    assert browser.post("/roadmap/gpus/merge/", {"into": "cards"}).status_code == status
    assert Merge.objects.count() == may
    if not may:
        merge_item(pair[0], into=pair[1], by=UserFactory())
    assert browser.post("/roadmap/gpus/merge/undo/").status_code == status
    assert Merge.objects.in_force().count() == (not may)


def test_lead_of_one_of_the_groups_is_not_enough(as_chair, pair):
    RoadmapItemFactory(slug="other", group=GroupFactory())
    assert as_chair.get("/roadmap/gpus/merge/", {"into": "other"}).status_code == 403
    assert as_chair.post("/roadmap/gpus/merge/", {"into": "other"}).status_code == 403
    assert Merge.objects.count() == 0


def test_old_address_leads_to_the_whole(client, admin, pair):
    merge_item(pair[0], into=pair[1], by=admin)
    answer = client.get("/roadmap/gpus/")
    assert (answer.status_code, answer["Location"]) == (302, "/roadmap/cards/")
    assert "was merged into this one" in client.get("/roadmap/gpus/", follow=True).content.decode()
    answer = client.get(f"{API}/gpus/")
    assert (answer.status_code, answer["Location"]) == (307, f"{API}/cards/")
    assert client.get(f"{API}/gpus/needs/").json()["merged"] == ["gpus"]
    assert client.get(f"{API}/gpus/supports/").status_code == 200


def test_support_at_the_old_address_counts_for_the_whole(as_member, admin, member, pair):
    a, b = pair
    merge_item(a, into=b, by=admin)
    answer = as_member.post("/roadmap/gpus/support/", {"need": "3"})
    assert answer["Location"] == "/roadmap/cards/#needs"
    assert Support.objects.get().item == b
    as_member.post("/roadmap/gpus/support/withdrawal/")
    assert Support.objects.count() == 0


def test_merged_item_is_in_no_list_twice(client, admin, pair):
    a, b = pair
    merge_item(a, into=b, by=admin)
    for address in ("/roadmap/?view=list", "/roadmap/", "/roadmap/?q=GPUs", "/", "/search/?q=GPUs"):
        assert "/roadmap/gpus/" not in client.get(address).content.decode(), address
    assert [row["slug"] for row in client.get(f"{API}/").json()["results"]] == ["cards"]


def test_undo_that_comes_too_late_says_so(as_chair, admin, pair, monkeypatch):
    merge = merge_item(pair[0], into=pair[1], by=admin)
    later = merge.at + dt.timedelta(days=7, seconds=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    answer = browser_of(admin).post("/roadmap/gpus/merge/undo/", follow=True)
    assert "more than seven days ago" in answer.content.decode()
    assert "Take it out again" not in answer.content.decode()


def test_supports_of_parts_are_listed_once_with_where_they_were_said(client, admin, pair):
    a, b = pair
    one = SupportFactory(item=a, user__name="Only Part", why="For vision").user
    support_item(a, by=(both := UserFactory(name="Spoke Twice")), need=3, why="first")
    support_item(b, by=both, need=1, why="second")
    merge_item(a, into=b, by=admin)
    page = client.get("/roadmap/cards/").content.decode()
    assert page.count("Spoke Twice") >= 1
    assert "second" in page
    assert "first" not in page
    assert "Said of “More GPUs”" in page
    rows = client.get(f"{API}/cards/supports/").json()
    assert {(row["person"], row["need"]) for row in rows} == {(one.handle, 2), (both.handle, 1)}
