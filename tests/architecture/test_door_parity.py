"""Each verb with two doors gives the same verdict at both: the page's form, and the API."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from hub.accounts import tokens
from hub.accounts.models import Team
from hub.activity.models import Notification
from hub.catalog.models import Service
from hub.demos.models import Demo
from hub.roadmap.models import RoadmapItem, Support
from tests.cast import CAST, browser_of
from tests.factories import NotificationFactory, RoadmapItemFactory, ServiceFactory, TeamFactory

SAID_BY_PAGES = {403: "forbidden", 404: "not found", 409: "refused", 422: "invalid"}
SAID_BY_API = {400: "invalid", 401: "sign in", 403: "forbidden", 404: "not found", 409: "refused"}
API = "/api/v1"


@dataclass(frozen=True)
class Verb:
    """A verb with its two doors, what is sent, and what is there afterwards."""

    page: str
    api: tuple[str, str]
    sent: dict[str, Any]
    traces: Callable[[], object]


def items() -> object:
    rows = RoadmapItem.objects.order_by("title")
    return [
        (
            row.title,
            row.need,
            row.step,
            row.for_whom,
            [s.slug for s in row.services.all()],
            who(row.proposed_by),
        )
        for row in rows
    ]


def supports() -> object:
    rows = Support.objects.select_related("user", "item").order_by("pk")
    return [(row.item.slug, row.user.handle, row.need, row.why) for row in rows]


def demos() -> object:
    rows = Demo.objects.order_by("pk")
    return [
        (
            row.title,
            row.abstract,
            row.team_id and row.team.slug,
            row.tools,
            row.minutes,
            list(row.presenters.all()),
        )
        for row in rows
    ]


def unread() -> object:
    rows = Notification.objects.filter(read_at=None).select_related("user")
    return sorted(row.user.handle for row in rows)


def who(person: Any) -> str:
    return person.handle if person else ""


NEED = {"title": "Compare runs", "need": "Across teams.", "for_whom": "Everybody", "step": "training"}
SHOWN = {"title": "Our cache", "abstract": "What went wrong.", "tools": "MLflow, Feast", "minutes": 15}
VERBS = {
    "propose item": Verb("/roadmap/new/", ("post", "/roadmap/"), NEED | {"services": ["mlflow"]}, items),
    "propose item without a need": Verb("/roadmap/new/", ("post", "/roadmap/"), NEED | {"need": " "}, items),
    "propose item with an unknown step": Verb(
        "/roadmap/new/", ("post", "/roadmap/"), NEED | {"step": "sleeping"}, items
    ),
    "propose item about an unknown service": Verb(
        "/roadmap/new/", ("post", "/roadmap/"), NEED | {"services": ["nothing"]}, items
    ),
    "edit item": Verb("/roadmap/wanted/edit/", ("patch", "/roadmap/wanted/"), NEED, items),
    "edit item that is decided": Verb("/roadmap/decided/edit/", ("patch", "/roadmap/decided/"), NEED, items),
    "edit item that is not there": Verb("/roadmap/gone/edit/", ("patch", "/roadmap/gone/"), NEED, items),
    "edit item to no title": Verb(
        "/roadmap/wanted/edit/", ("patch", "/roadmap/wanted/"), NEED | {"title": ""}, items
    ),
    "support": Verb(
        "/roadmap/wanted/support/", ("put", "/roadmap/wanted/support/"), {"need": 3, "why": "We wait."}, supports
    ),
    "support with a number that is none": Verb(
        "/roadmap/wanted/support/", ("put", "/roadmap/wanted/support/"), {"need": 9}, supports
    ),
    "support what is closed": Verb(
        "/roadmap/shipped/support/", ("put", "/roadmap/shipped/support/"), {"need": 2}, supports
    ),
    "support what is not there": Verb(
        "/roadmap/gone/support/", ("put", "/roadmap/gone/support/"), {"need": 2}, supports
    ),
    "withdraw support": Verb(
        "/roadmap/wanted/support/withdrawal/", ("delete", "/roadmap/wanted/support/"), {}, supports
    ),
    "withdraw support of what is closed": Verb(
        "/roadmap/shipped/support/withdrawal/", ("delete", "/roadmap/shipped/support/"), {}, supports
    ),
    "withdraw support of what is not there": Verb(
        "/roadmap/gone/support/withdrawal/", ("delete", "/roadmap/gone/support/"), {}, supports
    ),
    "propose demo": Verb(
        "/community/demos/new/", ("post", "/demos/"), SHOWN | {"services": ["mlflow"]}, demos
    ),
    "propose demo for a team": Verb(
        "/community/demos/new/", ("post", "/demos/"), SHOWN | {"team": "pricing"}, demos
    ),
    "propose demo for another team": Verb(
        "/community/demos/new/", ("post", "/demos/"), SHOWN | {"team": "others"}, demos
    ),
    "propose demo that lasts a day": Verb(
        "/community/demos/new/", ("post", "/demos/"), SHOWN | {"minutes": 1440}, demos
    ),
    "mark notifications read": Verb("/notifications/reading/", ("post", "/notifications/reading/"), {}, unread),
}  # fmt: skip


@pytest.fixture
def world(group, team, member, chair, admin, outsider):
    """A need that the member proposed and everybody supports, one decided, one shipped, and news for all."""
    ServiceFactory(slug="mlflow", name="MLflow")
    TeamFactory(slug="others", name="Others")
    wanted = RoadmapItemFactory(slug="wanted", title="Wanted", proposed_by=member, group=group)
    states = RoadmapItem.State
    RoadmapItemFactory(slug="decided", title="Decided", proposed_by=member, state=states.PLANNED, group=group)
    shipped = RoadmapItemFactory(slug="shipped", title="Shipped", state=states.SHIPPED)
    for person in (member, chair, admin, outsider):
        for item in (wanted, shipped):
            Support.objects.create(item=item, user=person, need=1)
        NotificationFactory(user=person)


def for_form(sent: dict[str, Any]) -> dict[str, Any]:
    """The same content as a form sends it: choices by key."""
    filled = dict(sent)
    if "services" in sent:
        filled["services"] = [
            Service.objects.filter(slug=slug).values_list("pk", flat=True).first() or 0
            for slug in sent["services"]
        ]
    if "team" in sent:
        filled["team"] = Team.objects.get(slug=sent["team"]).pk
    return filled | ({"confirmed": "1"} if "need" in sent and "title" in sent else {})


def for_program(sent: dict[str, Any]) -> dict[str, Any]:
    """The same content as a program sends it: lists are lists."""
    return sent | ({"tools": [tool.strip() for tool in sent["tools"].split(",")]} if "tools" in sent else {})


def at_the_page(person: Any, verb: Verb) -> str:
    """The verdict that a browser gets."""
    answer = browser_of(person).post(verb.page, for_form(verb.sent))
    if answer.status_code == 302 and answer["Location"].startswith("/sign-in/"):
        return "sign in"
    return SAID_BY_PAGES.get(
        answer.status_code, "done" if answer.status_code in {200, 302} else answer.status_code
    )


def at_the_api(person: Any, verb: Verb) -> str:
    """The verdict that a program with a token of that person gets."""
    headers = {}
    if person.is_authenticated:
        _token, key = tokens.issue_token(by=person, name="parity", scope="write")
        headers = {"Authorization": f"Bearer {key}"}
    method, path = verb.api
    send = getattr(Client(), method)
    answer = send(API + path, for_program(verb.sent), content_type="application/json", headers=headers)
    return SAID_BY_API.get(
        answer.status_code, "done" if 200 <= answer.status_code < 300 else answer.status_code
    )


def outcome(door: Callable[[Any, Verb], str], person: Any, verb: Verb) -> tuple[str, object]:
    """The verdict of a door and what it left behind; then everything is as it was."""
    with transaction.atomic():
        said = door(person, verb)
        left = verb.traces()
        transaction.set_rollback(True)
    return said, left


@pytest.mark.parametrize("role", CAST)
@pytest.mark.parametrize("name", VERBS)
def test_both_doors_give_everyone_the_same_verdict(world, cast, name, role):
    verb, person = VERBS[name], cast(role)

    said, left = outcome(at_the_page, person, verb)

    assert said in {"done", "sign in", *SAID_BY_PAGES.values()}
    assert (said == "sign in") == (role == "anonymous")
    assert outcome(at_the_api, person, verb) == (said, left)


@pytest.mark.parametrize(
    ("name", "role", "verdict"),
    [
        ("propose item", "outsider", "done"),
        ("propose item without a need", "outsider", "invalid"),
        ("edit item", "outsider", "forbidden"),
        ("edit item", "chair", "done"),
        ("edit item that is decided", "member", "refused"),
        ("edit item that is not there", "admin", "not found"),
        ("support what is closed", "member", "refused"),
        ("withdraw support of what is closed", "member", "refused"),
        ("propose demo for a team", "member", "done"),
        ("propose demo for a team", "outsider", "invalid"),
        ("mark notifications read", "member", "done"),
    ],
)
def test_the_verdicts_are_those_of_the_rules(world, cast, name, role, verdict):
    assert outcome(at_the_page, cast(role), VERBS[name])[0] == verdict


@pytest.mark.parametrize("name", ["propose item", "edit item", "support", "withdraw support", "propose demo"])
def test_what_is_done_leaves_a_trace(world, member, name):
    before = VERBS[name].traces()

    assert outcome(at_the_page, member, VERBS[name])[1] != before
