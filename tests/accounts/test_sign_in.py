"""Coming in and leaving."""

import pytest
from django.contrib.auth import get_user
from django.core.management import call_command

from hub.accounts import actions
from hub.accounts.models import RateWindow, User
from tests.factories import UserFactory

RIGHT = {"name": "mateo", "password": "password"}


@pytest.mark.parametrize("name", ["mateo", "@mateo", " mateo ", "mateo@example.org", "Mateo@Example.ORG"])
def test_member_signs_in_by_handle_or_mail(client, member, name):
    answer = client.post("/sign-in/", {**RIGHT, "name": name})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert get_user(client) == member


@pytest.mark.parametrize(
    "typed",
    [
        {"name": "mateo", "password": "wrong"}, {"name": "nobody", "password": "another one"},
        {"name": "", "password": ""}, {"name": "mateo", "password": ""}, {"name": "@", "password": "x"},
        {"name": "x" * 300, "password": "x"}, {"name": "ma\x00teo", "password": "x"},
    ],
    ids=range(7),
)  # fmt: skip
def test_stranger_stays_outside(client, member, typed):
    answer = client.post("/sign-in/", typed)
    assert answer.status_code == 422
    assert not get_user(client).is_authenticated
    assert f'value="{typed["password"]}"' not in answer.content.decode() or not typed["password"]


def test_page_does_not_tell_whether_a_person_exists(client, member):
    def body(name):
        page = client.post("/sign-in/", {"name": name, "password": "wrong"}).content.decode()
        return page.split('<form class="form"')[0].split("<main")[1]

    assert body("mateo") == body("nobody")


def test_person_who_left_or_has_no_password_stays_outside(client, member):
    User.objects.create_user("imported", name="Imported Lead")
    member.is_active = False
    member.save()
    for name in ("mateo", "imported"):
        for password in ("password", "", "!"):
            assert client.post("/sign-in/", {"name": name, "password": password}).status_code == 422


@pytest.mark.parametrize(
    ("wanted", "where"),
    [
        ("/roadmap/?q=a", "/roadmap/?q=a"), ("https://evil.example/", "/"), ("//evil.example/", "/"),
        ("/\\evil.example", "/"), ("javascript:alert(1)", "/"), ("", "/"), ("http:///evil.example", "/"),
    ],
)  # fmt: skip
def test_afterwards_one_goes_only_to_pages_of_ours(client, member, wanted, where):
    assert client.post("/sign-in/", {**RIGHT, "next": wanted})["Location"] == where
    assert client.get("/sign-in/", {"next": wanted})["Location"] == where  # signed in already


def test_form_keeps_where_one_wanted_to_go(client, db):
    assert 'name="next" value="/roadmap/new/"' in client.get("/sign-in/?next=/roadmap/new/").content.decode()


def test_guessing_one_password_is_stopped_and_says_how_long(client, member):
    for _ in range(actions.PERSON_FROM_ADDRESS.tries):
        assert client.post("/sign-in/", {"name": "mateo", "password": "guess"}).status_code == 422
    answer = client.post("/sign-in/", RIGHT)  # even the right one
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 600
    assert "Too many tries. Wait" in answer.content.decode()
    assert 'value="mateo"' in answer.content.decode()


def test_other_address_and_other_person_are_not_locked_out(client, member, admin):
    for _ in range(actions.PERSON_FROM_ADDRESS.tries + 1):
        client.post("/sign-in/", {"name": "mateo", "password": "guess"})
    assert client.post("/sign-in/", {"name": "ada", "password": "password"}).status_code == 302
    client.logout()
    assert client.post("/sign-in/", RIGHT, REMOTE_ADDR="10.9.9.9").status_code == 302


def test_header_that_anybody_writes_does_not_make_a_new_address(client, member, settings):
    for number in range(actions.PERSON_FROM_ADDRESS.tries):
        client.post(
            "/sign-in/", {"name": "mateo", "password": "x"}, headers={"X-Forwarded-For": f"10.0.0.{number}"}
        )
    assert client.post("/sign-in/", RIGHT, headers={"X-Forwarded-For": "10.1.1.1"}).status_code == 429
    settings.PROXIES = 1  # now our proxy writes the last entry
    assert (
        client.post("/sign-in/", RIGHT, headers={"X-Forwarded-For": "9.9.9.9, 10.1.1.1"}).status_code == 302
    )


def test_one_address_trying_everybody_is_stopped(client, db, monkeypatch):
    monkeypatch.setattr(actions, "ADDRESS", actions.Limit(tries=5, seconds=600))
    statuses = [client.post("/sign-in/", {"name": f"p{n}", "password": "x"}).status_code for n in range(7)]
    assert statuses == [422] * 5 + [429] * 2


def test_coming_in_forgets_the_tries(client, member):
    client.post("/sign-in/", {"name": "mateo", "password": "guess"})
    before = RateWindow.objects.count()
    client.post("/sign-in/", RIGHT)
    assert RateWindow.objects.count() == before - 1


def test_session_key_changes_on_coming_in(client, member):
    client.get("/sign-in/")
    session = client.session
    session["seen"] = True
    session.save()
    before = session.session_key
    client.cookies["sessionid"] = before
    client.post("/sign-in/", RIGHT)
    assert client.session.session_key != before


def test_member_signs_out_by_post_only(as_member):
    assert as_member.get("/sign-out/").status_code == 405
    assert as_member.post("/sign-out/")["Location"] == "/"
    assert not get_user(as_member).is_authenticated


def test_forged_form_is_refused(member):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/sign-in/", RIGHT).status_code == 403


def test_operator_makes_an_admin_who_signs_in(client, db, monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "a long enough one")
    call_command(
        "createsuperuser", "--noinput", handle="root", name="Root", email="root@example.org", verbosity=0
    )
    assert User.objects.get().is_platform_admin
    assert client.post("/sign-in/", {"name": "root", "password": "a long enough one"}).status_code == 302


def test_page_of_a_member_leads_back_after_signing_in(client, db):
    assert client.get("/profile/")["Location"] == "/sign-in/?next=/profile/"


def test_somebody_else_may_have_the_same_name_but_not_the_same_mail(member):
    from django.core.exceptions import ValidationError

    UserFactory(name=member.name)
    with pytest.raises(ValidationError):
        User.objects.create_user("other", name="Other", email="MATEO@example.org")
