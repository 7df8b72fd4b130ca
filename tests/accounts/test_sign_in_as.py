"""The demo's "sign in as" page: there in a demo, and only there."""

import os
import subprocess
import sys

import pytest
from django.contrib.auth import get_user

from tests.factories import MembershipFactory, UserFactory


@pytest.fixture
def demo(db, settings):
    settings.DEMO = True


@pytest.mark.parametrize("method", ["get", "post"])
def test_without_demo_there_is_no_such_page(client, member, method):
    assert getattr(client, method)("/sign-in-as/", {"handle": "mateo"}).status_code == 404
    assert not get_user(client).is_authenticated
    assert "sign-in-as" not in client.get("/sign-in/").content.decode()


def test_visitor_becomes_somebody(client, demo, member):
    answer = client.post("/sign-in-as/", {"handle": "mateo", "next": "/roadmap/"})
    assert (answer.status_code, answer["Location"]) == (302, "/roadmap/")
    assert get_user(client) == member


def test_getting_the_page_signs_nobody_in(client, demo, member):
    client.get("/sign-in-as/", {"handle": "mateo"})
    assert not get_user(client).is_authenticated


def test_people_stand_once_under_the_most_they_are(client, demo, admin, chair, member, outsider, team):
    MembershipFactory(user=chair, team=team)
    sorts = client.get("/sign-in-as/").context["sorts"]
    assert [(sort.name, [person.handle for person in sort.people]) for sort in sorts] == [
        ("Platform admins", ["ada"]), ("Group leads", ["carla"]), ("Members of teams", ["mateo"]),
        ("Readers", ["otto"]),
    ]  # fmt: skip


def test_long_list_says_how_many_and_search_finds_the_others(client, demo):
    UserFactory.create_batch(20)
    UserFactory(name="Zoe Last", handle="zoe")
    assert "The first 12 of 21" in client.get("/sign-in-as/").content.decode()
    page = client.get("/sign-in-as/", {"q": "zoe"}).content.decode()
    assert "Zoe Last" in page


@pytest.mark.parametrize("handle", ["", "nobody", "x" * 5000, "gone"])
def test_unknown_or_gone_person_is_not_found(client, demo, handle):
    UserFactory(handle="gone", is_active=False)
    assert client.post("/sign-in-as/", {"handle": handle}).status_code == 404


def test_every_page_says_that_it_is_a_demo(client, demo, db):
    for path in ("/roadmap/", "/sign-in/", "/activity/", "/community/recordings/"):
        assert "sign in as anyone" in client.get(path).content.decode()


def test_page_costs_the_same_with_many_people(client, demo, queries):
    UserFactory()
    few = queries(lambda: client.get("/sign-in-as/"))
    for _ in range(11):
        MembershipFactory()
    assert queries(lambda: client.get("/sign-in-as/")) <= few + 1 <= 15


@pytest.mark.parametrize(("debug", "starts"), [("0", False), ("1", True)])
def test_demo_cannot_be_on_with_debug_off(debug, starts, tmp_path):
    environment = {**os.environ, "HUB_DEMO": "1", "HUB_DEBUG": debug, "HUB_VAR": str(tmp_path)}
    run = subprocess.run(
        [sys.executable, "-c", "from hub import settings; print(settings.DEMO)"],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (run.returncode == 0) == starts
    assert starts or "HUB_DEMO=1" in run.stderr.splitlines()[-1]
