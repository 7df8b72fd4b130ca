"""Saying for somebody else how badly they need an item, with their name told to them."""

import pytest
from django.core.exceptions import ValidationError

from hub.activity.models import Entry, Follow
from hub.core.errors import Refused
from hub.roadmap.actions import merge_item, support_for, support_item, withdraw_support
from hub.roadmap.models import RoadmapItem, Support
from tests.cast import browser_of
from tests.factories import RoadmapItemFactory, UserFactory


def test_person_is_told_who_said_it_and_the_page_shows_it(as_chair, chair, member):
    item = RoadmapItemFactory()
    answer = as_chair.post(
        f"{item.get_absolute_url()}support/for/",
        {"person": f"@{member.handle}", "need": "3", "why": "They asked in the sync"},
        follow=True,
    )
    page = answer.content.decode()
    assert f"{member.name} is told that you said it" in page
    assert "Said by" in page
    support = Support.objects.get()
    assert (support.user, support.said_by, support.need) == (member, chair, 3)
    entry = Entry.objects.get(kind="roadmap.supported_for")
    assert (entry.actor, entry.data["tell"]) == (chair, [member.pk])
    assert Follow.objects.get().user == member
    item.refresh_from_db()
    assert (item.supporters, item.blocked) == (1, 1)


def test_what_the_person_said_themself_holds(chair, member):
    item = RoadmapItemFactory()
    support_item(item, by=member, need=0)
    with pytest.raises(Refused, match="themself"):
        support_for(item, by=chair, person=member, need=3)
    assert Support.objects.get().need == 0


def test_what_the_person_said_of_a_part_holds_for_the_whole(chair, member, admin):
    part, whole = RoadmapItemFactory(), RoadmapItemFactory()
    support_item(part, by=member, need=1)
    merge_item(part, into=whole, by=admin)
    with pytest.raises(Refused, match="themself"):
        support_for(whole, by=chair, person=member, need=3)


def test_person_changes_or_withdraws_what_was_said_for_them(chair, member):
    item = RoadmapItemFactory()
    support_for(item, by=chair, person=member, need=3)
    support_item(item, by=member, need=3)  # the same, but now in their own name
    assert Support.objects.get().said_by is None
    with pytest.raises(Refused):
        support_for(item, by=chair, person=member, need=1)
    withdraw_support(item, by=member)
    support_for(item, by=chair, person=member, need=2)
    withdraw_support(item, by=member)
    assert Support.objects.count() == 0


def test_another_lead_may_correct_it(chair, member, admin):
    item = RoadmapItemFactory()
    support_for(item, by=chair, person=member, need=3)
    support_for(item, by=admin, person=member, need=1)
    assert (Support.objects.get().need, Support.objects.get().said_by) == (1, admin)


@pytest.mark.parametrize(
    ("who", "status"),
    [("admin", 302), ("chair", 302), ("member", 403), ("outsider", 403), ("anonymous", 302)],
)
def test_cast_leads_and_admins_speak_for_others(db, cast, who, status):
    item, person = RoadmapItemFactory(), UserFactory()
    answer = browser_of(cast(who)).post(
        f"{item.get_absolute_url()}support/for/", {"person": person.handle, "need": "2"}
    )
    assert answer.status_code == status
    assert Support.objects.count() == (who in ("admin", "chair"))


@pytest.mark.parametrize("person", ["", "nobody-here", "@", "x" * 200, "left"])
def test_unknown_person_is_an_error_at_the_field(as_chair, person):
    UserFactory(handle="left", is_active=False)
    item = RoadmapItemFactory()
    answer = as_chair.post(
        f"{item.get_absolute_url()}support/for/", {"person": person, "need": "2", "why": "Kept words"}
    )
    assert answer.status_code == 422
    assert "Kept words" in answer.content.decode()
    assert Support.objects.count() == 0


def test_nobody_speaks_for_themself_this_way_nor_for_who_left(chair):
    item = RoadmapItemFactory()
    for person in (chair, UserFactory(is_active=False)):
        with pytest.raises(ValidationError):
            support_for(item, by=chair, person=person, need=2)


def test_closed_item_takes_none(chair, member):
    item = RoadmapItemFactory()
    RoadmapItem.objects.update(state="declined")
    with pytest.raises(Refused):
        support_for(item, by=chair, person=member, need=2)


def test_said_twice_they_are_told_once(chair, member):
    item = RoadmapItemFactory()
    for _ in range(2):
        support_for(item, by=chair, person=member, need=3, why="They asked in the sync")
    assert Entry.objects.filter(kind="roadmap.supported_for").count() == 1
