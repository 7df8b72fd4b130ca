"""Every refusal of the API has one shape."""

import pytest
from django.db import OperationalError

from hub.accounts.tokens import issue_token
from tests.factories import RoadmapItemFactory

pytestmark = pytest.mark.django_db
KEYS = {"type", "title", "status", "detail", "code"}


def assert_problem(answer, status, code):
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert set(body) - {"errors"} == KEYS
    assert (body["status"], body["code"]) == (status, code)
    return body


def test_unknown_thing_is_not_found(client):
    assert_problem(client.get("/api/v1/services/nothing/"), 404, "not_found")


@pytest.mark.parametrize("path", ["/api/v1/nowhere/", "/api/v1/services/a/b/c", "/api/v1/roadmap/%00/"])
def test_unknown_address_is_not_found(client, path):
    assert_problem(client.get(path), 404, "not_found")


def test_anonymous_writing_is_asked_to_sign_in(client):
    answer = client.post("/api/v1/roadmap/", {}, content_type="application/json")
    assert_problem(answer, 401, "not_authenticated")
    assert answer["WWW-Authenticate"] == 'Bearer realm="hub"'


@pytest.mark.parametrize("header", ["Bearer", "Bearer hub_wrong", "Bearer a b", "Bearer \xff\xfe"])
def test_bad_token_is_refused(client, header):
    assert_problem(
        client.get("/api/v1/services/", headers={"authorization": header}), 401, "authentication_failed"
    )


def test_read_token_may_not_write(client, outsider):
    _, key = issue_token(by=outsider, name="reader")
    answer = client.post(
        "/api/v1/roadmap/",
        {"title": "x"},
        content_type="application/json",
        headers={"authorization": f"Bearer {key}"},
    )
    assert_problem(answer, 403, "permission_denied")


def test_wrong_fields_are_named(as_member):
    answer = as_member.post("/api/v1/roadmap/", {"title": ""}, content_type="application/json")
    assert set(assert_problem(answer, 400, "invalid")["errors"]) >= {"title"}


@pytest.mark.parametrize("body", ["{", "[1, 2]", '"text"', "\x00"])
def test_unreadable_body_is_refused(as_member, body):
    answer = as_member.post("/api/v1/roadmap/", body, content_type="application/json")
    assert answer.status_code == 400
    assert set(answer.json()) - {"errors"} == KEYS


@pytest.mark.parametrize("text", [r"\u0000", r"\ud800", r"a\\\u0000"])
@pytest.mark.parametrize("field", ['"title": "%s"', '"services": ["%s"]', '"%s": 1'])
def test_text_that_cannot_be_kept_is_refused(as_member, text, field):
    body = '{"need": "x", ' + field % text + "}"
    answer = as_member.post("/api/v1/roadmap/", body, content_type="application/json")
    assert_problem(answer, 400, "parse_error")


def test_backslash_before_a_zero_is_text(as_member):
    answer = as_member.post(
        "/api/v1/roadmap/", {"title": r"Paths like C:\u0000", "need": "x"}, content_type="application/json"
    )
    assert answer.status_code == 201


def test_wrong_media_type_is_refused(as_member):
    assert_problem(
        as_member.post("/api/v1/roadmap/", "a=1", content_type="text/plain"), 415, "unsupported_media_type"
    )


def test_wrong_method_is_refused(as_member):
    assert_problem(as_member.delete("/api/v1/services/"), 405, "method_not_allowed")


def test_refused_verb_says_why(as_member):
    item = RoadmapItemFactory(state="shipped")
    answer = as_member.put(
        f"/api/v1/roadmap/{item.slug}/support/", {"need": 2}, content_type="application/json"
    )
    assert answer.status_code == 409
    assert answer.json()["detail"]


def test_wrong_page_is_not_found(client):
    assert_problem(client.get("/api/v1/services/?page=7"), 404, "not_found")


def test_unknown_choice_in_a_filter_is_named(client):
    assert "step" in assert_problem(client.get("/api/v1/services/?step=nope"), 400, "invalid")["errors"]


def test_database_away_is_said(client, monkeypatch):
    def away(*args, **kwargs):
        raise OperationalError

    monkeypatch.setattr("hub.catalog.api.ServiceViewSet.get_queryset", away)
    assert_problem(client.get("/api/v1/services/"), 503, "database_away")


def test_fault_of_ours_shows_no_trace(client, monkeypatch):
    def broken(*args, **kwargs):
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr("hub.catalog.api.ServiceViewSet.get_queryset", broken)
    body = assert_problem(client.get("/api/v1/services/"), 500, "failed")
    assert "secret" not in str(body)
