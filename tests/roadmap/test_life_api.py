"""The life of an item for programs: the same verbs, the same graph."""

from __future__ import annotations

import pytest

from hub.accounts import tokens
from hub.roadmap import lifecycle
from hub.roadmap.actions import ReleaseText, ask_use, measure_uptake, move_item
from hub.roadmap.models import Move, Note, Release, RoadmapItem
from tests.factories import (
    DecisionFactory,
    DemoFactory,
    RoadmapItemFactory,
    ServiceFactory,
    SupportFactory,
    now,
    today,
)

API = "/api/v1/roadmap/"


@pytest.fixture
def program(admin, client):
    _token, key = tokens.issue_token(by=admin, name="life", scope="write")

    def call(method, path, sent=None):
        headers = {"Authorization": f"Bearer {key}"}
        return getattr(client, method)(API + path, sent, content_type="application/json", headers=headers)

    return call


@pytest.fixture
def item(db):
    return RoadmapItemFactory(slug="store", title="Feature store")


def test_anyone_reads_the_graph(client, db):
    rows = client.get(f"{API}lifecycle/").json()
    assert {row["state"]: tuple(step["to"] for step in row["moves"]) for row in rows} == lifecycle.GRAPH
    steps = {(row["state"], step["to"]): step for row in rows for step in row["moves"]}
    assert steps["in-progress", "shipped"] == {
        "to": "shipped", "needs_reason": False, "needs_quarter": False, "needs_release": True, "rule": "roadmap.move_item",
    }  # fmt: skip
    assert steps["proposed", "declined"]["needs_reason"]
    assert [row["state"] for row in rows if row["closed"]] == ["shipped", "declined", "deferred"]


def test_program_takes_an_item_through_its_whole_life(program, item, client, admin):
    DemoFactory(slug="spot")
    for wish in (
        {"to": "under-review"}, {"to": "accepted", "seen": "under-review"}, {"to": "planned", "quarter": "2026-Q4"},
        {"to": "in-progress"}, {"to": "shipped", "note": "New.", "docs_url": "/docs/x/", "demo": "spot", "released_on": "2026-01-01"},
    ):  # fmt: skip
        answer = program("post", "store/moves/", wish)
        assert (answer.status_code, answer.json()["state"]) == (201, wish["to"])
    rows = client.get(f"{API}store/moves/").json()
    assert [(row["from_state"], row["to_state"], row["by"]) for row in rows][0] == (
        "proposed",
        "under-review",
        "ada",
    )
    assert len(rows) == 5
    (row,) = client.get(f"{API}releases/").json()["results"]
    assert row == {
        "item": "store", "released_on": "2026-01-01", "note": "New.", "docs_url": "/docs/x/", "demo": "spot", "uptakes": [],
    }  # fmt: skip
    assert program("put", "store/use/", {"answer": "yes"}).json()["answer"] == "yes"
    assert program("patch", "store/release/", {"note": "Newer."}).json()["note"] == "Newer."
    assert Release.objects.get().docs_url == "/docs/x/"


@pytest.mark.parametrize(
    ("sent", "status", "words"),
    [
        ({"to": "shipped"}, 409, "from there it can become"), ({"to": "done"}, 400, "There is no state"),
        ({"to": "declined"}, 400, "Say why it becomes declined."), ({}, 400, "required"),
        ({"to": "accepted", "seen": "planned"}, 409, "moved meanwhile: it is proposed now"),
        ([1], 400, ""), ("text", 400, ""), ({"to": ["x"]}, 400, ""), ({"to": "deferred", "reason": "x" * 501}, 400, ""),
        ({"to": "accepted", "demo": "gone"}, 400, "demo"),
    ],
)  # fmt: skip
def test_bad_move_is_answered_in_words(program, item, sent, status, words):
    answer = program("post", "store/moves/", sent)
    assert (answer.status_code, words in answer.content.decode()) == (status, True)
    assert not Move.objects.exists()


def test_quarter_and_step_are_planned(program, item):
    RoadmapItem.objects.update(state="planned", quarter="2026-Q4")
    assert program("patch", "store/plan/", {"step": "serving"}).json()["quarter"] == "2026-Q4"
    answer = program("patch", "store/plan/", {"quarter": "2027-Q1", "reason": "Ill.", "seen": "2026-Q4"})
    assert (answer.json()["quarter"], answer.json()["step"]) == ("2027-Q1", "serving")
    assert program("patch", "store/plan/", {"quarter": "2027-Q2", "seen": "2026-Q4"}).status_code == 409


def test_notes_answers_and_what_is_in_the_way(program, item, client):
    assert program("post", "store/notes/", {"text": "So."}).status_code == 201
    assert program("post", "store/notes/", {"text": "In May.", "kind": "answer"}).json()["kind"] == "answer"
    assert [row["text"] for row in client.get(f"{API}store/notes/").json()] == ["So.", "In May."]
    assert program("put", "store/impediment/", {"what": "No quota"}).json()["impediment"] == "No quota"
    assert program("delete", "store/impediment/").status_code == 204
    assert client.get(f"{API}store/").json()["impeded_at"] is None
    assert Note.objects.count() == 2


def test_steering_changes_what_is_said_and_keeps_the_rest(program, item, group):
    service, decision = ServiceFactory(), DecisionFactory(announced_at=now())
    link = {"label": "Ticket", "url": "https://t.example.org/7"}
    sent = {
        "owner": "ada",
        "estimate": "2.5",
        "services": [service.slug],
        "decisions": [decision.slug],
        "links": [link],
    }
    shown = program("patch", "store/steering/", sent).json()
    assert (shown["owner"], shown["estimate"], shown["services"], shown["decisions"], shown["links"]) == (
        "ada", "2.5", [service.slug], [decision.slug], [link],
    )  # fmt: skip
    shown = program("patch", "store/steering/", {"group": group.slug, "estimate": None}).json()
    assert (shown["group"], shown["owner"], shown["estimate"], shown["links"]) == (
        group.slug,
        "ada",
        None,
        [link],
    )
    assert program("patch", "store/steering/", {"owner": "nobody"}).status_code == 400


def test_uptake_is_read_with_its_release(item, admin, client):
    SupportFactory(item=item)
    RoadmapItem.objects.update(state="in-progress", quarter="2026-Q4")
    move_item(
        RoadmapItem.objects.get(), by=admin, to="shipped", release=ReleaseText("New.", released_on=today(-30))
    )
    measure_uptake(ask_use(Release.objects.select_related("item").get(), days=30), today=today())
    (row,) = client.get(f"{API}releases/").json()["results"]
    assert (row["uptakes"][0]["days"], row["uptakes"][0]["facts"]["supporters"]) == (30, 1)


def test_answers_are_for_those_who_answer(program, item, client):
    said = program("get", "answers/?weeks=2").json()
    assert (said["weeks"], said["unanswered"], said["not_counted"]) == (2, ["store"], 1)
    assert said["times"][0]["first_answer"] == {"days": None, "n": 0}
    assert client.get(f"{API}answers/").status_code in (401, 403)
