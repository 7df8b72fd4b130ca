"""How many people of a team work with the platform: who publishes it, and what it counts for."""

import pytest
from django.core.exceptions import ValidationError

from hub.activity.models import Entry
from hub.roadmap.actions import publish_capacity, support_item
from tests.cast import browser_of
from tests.factories import MembershipFactory, RoadmapItemFactory, TeamFactory, UserFactory, today


@pytest.mark.parametrize(
    ("who", "status"),
    [("admin", 302), ("chair", 403), ("member", 403), ("outsider", 403), ("anonymous", 302)],
)
def test_cast_admins_publish_it_at_both_doors(db, cast, who, status):
    team, browser = TeamFactory(slug="ads"), browser_of(cast(who))
    assert browser.post("/roadmap/capacity/ads/", {"capacity": "12"}).status_code == status
    team.refresh_from_db()
    assert team.capacity == (12 if who == "admin" else None)
    answer = browser.put("/api/v1/roadmap/capacity/ads/", {"capacity": None}, content_type="application/json")
    assert answer.status_code == {"admin": 200, "anonymous": 401}.get(who, 403)


def test_it_is_published_on_the_page_of_the_team_and_recorded(admin, client):
    team = TeamFactory(slug="ads")
    MembershipFactory(team=team)
    assert "1 person, as many as are in it" in client.get("/teams/ads/").content.decode()
    for _ in range(2):
        publish_capacity(team, by=admin, capacity=12)
    assert "12 people work with the platform, as published" in client.get("/teams/ads/").content.decode()
    entry = Entry.objects.get(kind="roadmap.capacity_published")
    assert (entry.actor, entry.data["capacity"]) == (admin, 12)
    assert client.get("/api/v1/teams/ads/").json()["capacity"] == 12


@pytest.mark.parametrize("typed", ["-1", "many", "1.5", "9999999999"])
def test_bad_number_is_an_error_at_the_field(as_admin, typed):
    TeamFactory(slug="ads")
    assert as_admin.post("/roadmap/capacity/ads/", {"capacity": typed}).status_code == 422


def test_verb_refuses_what_is_no_number_of_people(admin):
    with pytest.raises(ValidationError):
        publish_capacity(TeamFactory(), by=admin, capacity=-1)


def test_needs_are_counted_by_it_and_else_by_the_members_of_today(db, client):
    big, small, item = (
        TeamFactory(name="Big", capacity=40),
        TeamFactory(name="Small"),
        RoadmapItemFactory(slug="x"),
    )
    one, left = UserFactory(), UserFactory()
    MembershipFactory(team=big, user=one)
    for _ in range(2):
        MembershipFactory(team=small)
    MembershipFactory(team=small, user=one)
    MembershipFactory(team=small, user__is_active=False)
    MembershipFactory(team=small, user=left, starts_on=today().replace(year=2020), ends_on=today())
    support_item(item, by=one, need=2)
    support_item(item, by=left, need=3)
    found = client.get("/api/v1/roadmap/x/needs/").json()
    assert found["levels"] == [
        {"need": 3, "people": 1, "teams": 0, "capacity": 0},
        {"need": 2, "people": 1, "teams": 2, "capacity": 43},
        {"need": 1, "people": 0, "teams": 0, "capacity": 0},
        {"need": 0, "people": 0, "teams": 0, "capacity": 0},
    ]
    assert found["by_team"] == [
        {"team": "Big", "need": 2, "people": 1, "capacity": 40},
        {"team": "Small", "need": 2, "people": 1, "capacity": 3},
    ]
    assert "important by teams" in found["disagreements"][0]
    assert "People, teams and capacity do not say the same" in client.get("/roadmap/x/").content.decode()
