"""Badges for other sites: a picture, and the same for shields.io; of a target, a service and the platform."""

import pytest
from django.utils import timezone
from jsonschema import validate

from hub.status.models import Status
from hub.status.summary import service_id
from tests.factories import ClusterFactory, ServiceFactory, TargetFactory, now

pytestmark = pytest.mark.django_db
# https://shields.io/badges/endpoint-badge
ENDPOINT = {
    "type": "object",
    "additionalProperties": False,
    "required": ["schemaVersion", "label", "message"],
    "properties": {
        "schemaVersion": {"const": 1},
        "label": {"type": "string"},
        "message": {"type": "string", "minLength": 1},
        "color": {"type": "string", "pattern": "^#[0-9a-f]{6}$"},
        "isError": {"type": "boolean"},
    },
}


def measured(status=Status.OK, **words):
    seen = words.pop("observed_at", now(seconds=-3))
    return TargetFactory(status=status, status_since=now(hours=-1), observed_at=seen, **words)


def shields(client, name):
    told = client.get(f"/status/badge/{name}.json").json()
    validate(told, ENDPOINT)
    return told


@pytest.mark.parametrize(("status", "error"), [("ok", False), ("degraded", False), ("down", True)])
def test_target_is_told_to_shields(client, status, error):
    target = measured(status, name="Registry")
    told = shields(client, target.public_id)
    word = str(Status(status).label).lower()
    assert told["label"] == "Registry"
    assert told["message"].startswith(f"{word} at {timezone.now():%H}:")
    assert told["isError"] is error


def test_unknown_can_not_be_painted_green_by_its_reader(client):
    stale = measured(observed_at=now(minutes=-10))
    told = shields(client, stale.public_id)
    assert told["message"].startswith("unknown at ")
    assert (told["color"], told["isError"]) == ("#5b6472", True)


def test_badge_of_a_service_shows_the_worst_of_its_targets(client):
    service = ServiceFactory(slug="mlflow", name="MLflow")
    measured(service=service)
    measured(Status.DOWN, service=service, cluster=ClusterFactory())
    name = service_id(service.pk)
    assert shields(client, name)["message"].startswith("outage at ")
    assert "MLflow: outage at " in client.get(f"/status/badge/{name}.svg").content.decode()
    assert "mlflow" not in name


def test_badge_of_a_service_that_nothing_measures_says_so(client):
    name = service_id(ServiceFactory(name="Katib").pk)
    assert shields(client, name)["message"].startswith("not probed at ")


def test_badge_of_the_platform(client):
    assert shields(client, "platform")["message"].startswith("not probed at ")
    measured()
    told = shields(client, "platform")
    assert (told["label"], told["message"][:11]) == ("ML platform", "operational")
    assert "ML platform: operational" in client.get("/status/badge/platform.svg").content.decode()


def test_badge_of_nothing_and_of_a_disabled_target_are_the_same(client):
    hidden = measured(enabled=False)
    for name in (hidden.public_id, "nothing"):
        for kind in ("json", "svg"):
            assert client.get(f"/status/badge/{name}.{kind}").status_code == 404


def test_any_site_may_read_a_badge_for_a_moment(client):
    answer = client.get("/status/badge/platform.json")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert set(answer["Cache-Control"].split(", ")) == {"public", "max-age=15"}
