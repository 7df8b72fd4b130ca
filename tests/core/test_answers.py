"""What people are told when a verb refuses, the database is away or something breaks."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from tests.pages import main_of, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.core.urls")]
BACK = {"HTTP_REFERER": "http://testserver/services/?page=2"}


def test_a_refused_button_leads_back_with_the_reason(client):
    response = client.post("/refuse/", {"need": "3"}, **BACK)

    assert (response.status_code, response.url) == (302, "http://testserver/services/?page=2")
    assert [str(message) for message in get_messages(response.wsgi_request)] == ["Voting is closed."]
    assert "Voting is closed." in text_of(client.get(response.url))


def test_a_refused_form_keeps_what_was_typed(client):
    response = client.post("/refuse/", {"why": "We need it for pricing", "password": "my secret one"}, **BACK)

    assert response.status_code == 409
    assert "Voting is closed." in text_of(response)
    assert "We need it for pricing" in text_of(response)
    assert "my secret one" not in main_of(response)
    assert 'href="http://testserver/services/?page=2"' in main_of(response)


def test_a_refused_htmx_request_gets_the_reason_only(client):
    response = client.post("/refuse/", {"why": "a b"}, HTTP_HX_REQUEST="true")

    assert response.status_code == 409
    assert response["HX-Retarget"] == "#messages"
    assert "Voting is closed." in text_of(response)
    assert "<main" not in response.content.decode()


@pytest.mark.parametrize(
    "referer", ["", "https://evil.example.org/", "javascript:alert(1)", "//evil.example.org"]
)
def test_a_refusal_never_leads_to_another_site(client, referer):
    response = client.post("/refuse/", HTTP_REFERER=referer)

    assert response.status_code == 409
    assert "evil" not in main_of(response)


def test_a_refused_page_does_not_lead_to_itself(client):
    assert client.get("/refuse/", HTTP_REFERER="http://testserver/refuse/").status_code == 409


def test_without_a_database_a_page_says_so_and_asks_again(client):
    response = client.get("/lost/")

    assert response.status_code == 503
    assert response["Retry-After"] == "20"
    assert "The hub cannot reach its database" in text_of(response)


def test_a_breakdown_says_sorry_and_tells_no_detail():
    response = Client(raise_request_exception=False).get("/broken/")

    assert response.status_code == 500
    assert "Something broke on our side" in text_of(response)
    assert "secret detail" not in response.content.decode()


def test_what_is_not_there_is_404_with_a_way_on(client):
    response = client.get("/nothing/at/all/")

    assert response.status_code == 404
    assert "/search/" in main_of(response)


@pytest.mark.slow
@pytest.mark.parametrize(("url", "debug"), [("/services/", "0"), ("/search/?q=x", "1")])
def test_a_database_that_is_really_away_is_503_on_every_page(url, debug, tmp_path):
    code = (
        "import django; django.setup()\n"
        "from django.test import Client\n"
        "client = Client(raise_request_exception=False, SERVER_NAME='localhost')\n"
        "client.cookies['sessionid'] = 'x' * 32\n"
        f"response = client.get({url!r})\n"
        "print(response.status_code, 'cannot reach its database' in response.content.decode())\n"
    )
    away = {
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing", "HUB_DATABASE_WAIT": "1", "HUB_DEBUG": debug,
        "DJANGO_SETTINGS_MODULE": "tests.settings", "HUB_TEST_VAR": str(tmp_path),
    }  # fmt: skip
    run = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, **away}, cwd=Path(__file__).parents[2],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip

    assert run.stdout.strip() == "503 True", run.stderr[-2000:]
