"""The Statuspage v2 documents: in shape for programs that read such pages, and never green on what is not known."""

import datetime as dt
import json

import pytest
from django.db import DatabaseError
from django.utils import timezone

from hub.activity.models import Entry
from hub.status import reading, statuspage
from hub.status.actions import announce_maintenance
from hub.status.models import Status, Target
from hub.status.summary import cluster_id, service_id
from tests.cast import CAST, browser_of
from tests.factories import (
    ClusterFactory,
    IncidentFactory,
    MaintenanceFactory,
    ServiceFactory,
    ServiceStageFactory,
    TargetFactory,
    now,
)
from tests.status.statuspage_shape import faults

pytestmark = pytest.mark.django_db
ROOT = "/status/api/v2"
PATHS = (
    "summary", "status", "components", "incidents", "incidents/unresolved", "scheduled-maintenances",
    "scheduled-maintenances/upcoming", "scheduled-maintenances/active",
)  # fmt: skip


@pytest.fixture(autouse=True)
def nothing_remembered():
    statuspage.MEMORY.forget()
    yield
    statuspage.MEMORY.forget()


def measured(status=Status.OK, **words):
    seen = words.pop("observed_at", now(seconds=-3))
    return TargetFactory(status=status, status_since=now(hours=-1), observed_at=seen, **words)


def fresh(client, path="summary"):
    statuspage.MEMORY.forget()
    return client.get(f"{ROOT}/{path}.json").json()


def statuses(data):
    return {part["name"]: part["status"] for part in data["components"]}


def test_every_document_has_the_public_shape(client):
    measured(service=ServiceFactory(name="MLflow"), cluster=ClusterFactory())
    busy = measured(Status.DOWN, cluster=ClusterFactory())
    measured(service=busy.service, cluster=ClusterFactory())
    TargetFactory()
    IncidentFactory(service=busy.service)
    for hours in (-30, -1, 5):
        MaintenanceFactory(services=[busy.service], starts_at=now(hours=hours), ends_at=now(hours=hours + 2))
    for path in PATHS:
        answer = client.get(f"{ROOT}/{path}.json")
        assert answer["Content-Type"] == "application/json"
        assert faults(path, answer.json()) == [], path


def test_shape_is_not_satisfied_by_anything():
    good = {"page": {"id": "a", "name": "b", "url": "http://c/", "time_zone": "Etc/UTC",
                     "updated_at": "2026-11-24T10:00:00.000Z"},
            "status": {"indicator": "none", "description": "All fine"}}  # fmt: skip
    assert faults("status", good) == []
    assert faults("status", good | {"status": {"indicator": "unknown", "description": "?"}})
    assert faults("status", {"status": good["status"]})
    assert faults("components", good | {"components": [{"id": "1"}]})


def test_services_are_components_and_what_nothing_says_is_left_out(client):
    target = measured(service__name="MLflow", service__slug="mlflow", service__summary="Tracks runs.")
    ServiceFactory(name="Silent")
    part = fresh(client, "components")["components"][0]
    assert (part["id"], part["name"], part["status"]) == (
        service_id(target.service_id),
        "MLflow",
        "operational",
    )
    assert (part["description"], part["group"], part["group_id"]) == ("Tracks runs.", False, None)
    assert statuses(fresh(client)) == {"MLflow": "operational"}


def test_service_in_several_places_is_a_group_of_them(client):
    service = ServiceFactory(name="MLflow")
    here, there = ClusterFactory(slug="secret-place", name="Secret place"), ClusterFactory()
    measured(service=service, cluster=here)
    measured(Status.DOWN, service=service, cluster=there)
    whole, *places = (data := fresh(client))["components"]
    assert (whole["group"], whole["status"]) == (True, "partial_outage")
    assert whole["components"] == [place["id"] for place in places]
    assert {place["group_id"] for place in places} == {whole["id"]}
    assert {place["hub"]["cluster"]: place["status"] for place in places} == {
        cluster_id(here.pk): "operational",
        cluster_id(there.pk): "major_outage",
    }
    assert "ecret" not in json.dumps(data)
    Target.objects.update(status=Status.DOWN)
    assert fresh(client)["components"][0]["status"] == "major_outage"


@pytest.mark.parametrize(
    ("status", "told", "indicator"),
    [
        (Status.OK, "operational", "none"),
        (Status.DEGRADED, "degraded_performance", "minor"),
        (Status.DOWN, "major_outage", "major"),
    ],
)
def test_what_is_measured_is_told_in_their_words(client, status, told, indicator):
    measured(status, service__name="One")
    measured(service__name="Other")
    data = fresh(client)
    assert statuses(data) == {"One": told, "Other": "operational"}
    assert data["status"]["indicator"] == indicator


def test_outage_of_everything_is_critical(client):
    measured(Status.DOWN)
    assert fresh(client, "status")["status"]["indicator"] == "critical"


def test_unknown_is_never_operational_and_said_in_the_hubs_own_words(client):
    seen = now(minutes=-5)
    measured(service__name="MLflow", observed_at=seen)
    data = fresh(client)
    assert statuses(data) == {"MLflow": "degraded_performance"}
    assert data["status"]["indicator"] == "minor"
    assert data["status"]["description"] == "Status unknown: MLflow"
    hub = data["components"][0]["hub"]
    assert (hub["status"], hub["stale_at"]) == ("unknown", None)
    assert hub["observed_at"].startswith(f"{seen.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%S}")


def test_hub_that_probes_nothing_does_not_say_that_all_is_well(client):
    data = fresh(client)
    assert (data["status"]["indicator"], data["components"]) == ("minor", [])
    assert data["status"]["description"] == "No service is probed yet"


def test_trouble_of_what_is_tried_out_is_told_and_turns_nothing_red(client):
    measured(service__name="Fine")
    alpha = measured(Status.DOWN, service__name="Alpha")
    ServiceStageFactory(subject=alpha.service, stage="alpha")
    data = fresh(client)
    assert data["status"]["indicator"] == "none"
    assert statuses(data)["Alpha"] == "major_outage"
    assert {part["name"]: part["hub"]["stage"] for part in data["components"]}["Alpha"] == "alpha"


def test_announced_work_is_scheduled_then_in_progress_then_completed(client, cast):
    target = measured(service__name="MLflow")
    begins, ends = now(minutes=10), now(minutes=40)
    work = announce_maintenance(
        by=cast("admin"), title="New disks", body="Read only.", services=[target.service],
        starts_at=begins, ends_at=ends,
    )  # fmt: skip
    Entry.objects.filter(kind="status.maintenance_announced").update(created_at=now(days=-1))
    for moment, status, steps in (
        (now(), "scheduled", ["scheduled"]),
        (begins, "in_progress", ["in_progress", "scheduled"]),
        (ends, "completed", ["completed", "in_progress", "scheduled"]),
    ):
        told = statuspage.documents(statuspage.read(moment))
        one = told["scheduled-maintenances"]["scheduled_maintenances"][0]
        assert one["status"] == status
        assert [step["status"] for step in one["incident_updates"]] == steps
        assert one["incident_updates"][-1]["body"] == "Read only."
        assert one["created_at"] < one["scheduled_for"] < one["scheduled_until"]
        assert [part["name"] for part in one["components"]] == ["MLflow"]
        places = ("scheduled-maintenances/upcoming", "scheduled-maintenances/active", "summary")
        found = [len(told[path]["scheduled_maintenances"]) for path in places]
        assert found == {"scheduled": [1, 0, 1], "in_progress": [0, 1, 1], "completed": [0, 0, 0]}[status]
    assert work.pk


def test_component_in_announced_work_is_under_maintenance_and_not_green(client):
    target = measured(service__name="MLflow")
    MaintenanceFactory(services=[target.service])
    data = fresh(client)
    assert statuses(data) == {"MLflow": "under_maintenance"}
    assert data["status"]["indicator"] == "minor"


def test_incidents_are_an_empty_list_until_there_are_any(client):
    assert fresh(client, "incidents")["incidents"] == fresh(client, "incidents/unresolved")["incidents"] == []


def test_incidents_have_their_updates_and_what_they_touch(client):
    service = ServiceFactory(name="MLflow")
    incident = IncidentFactory(title="Runs are lost", service=service, state="monitoring")
    incident.updates.create(state="monitoring", body="More disk.")
    over = {"state": "resolved", "started_at": now(hours=-3), "resolved_at": now(hours=-2)}
    IncidentFactory(
        title="Slow", service=service, service__status="degraded", postmortem="Cold cache.", **over
    )
    first, second = fresh(client, "incidents")["incidents"]
    assert (first["name"], first["status"], first["impact"]) == ("Runs are lost", "monitoring", "major")
    assert [one["status"] for one in first["incident_updates"]] == ["monitoring", "investigating"]
    assert first["monitoring_at"] == first["updated_at"]
    assert [part["name"] for part in first["components"]] == ["MLflow"]
    assert (second["status"], second["impact"]) == ("postmortem", "minor")
    assert [one["name"] for one in fresh(client, "incidents/unresolved")["incidents"]] == ["Runs are lost"]
    assert [one["name"] for one in fresh(client, "summary")["incidents"]] == ["Runs are lost"]


@pytest.mark.parametrize("count", [1, 20])
def test_incidents_take_no_more_questions_when_there_are_many(client, django_assert_max_num_queries, count):
    for _ in range(count):
        IncidentFactory(service=ServiceFactory())
    with django_assert_max_num_queries(20):
        fresh(client, "incidents")


def test_unchanged_document_is_a_304_without_a_query(client, django_assert_num_queries):
    measured()
    first = client.get(f"{ROOT}/summary.json")
    with django_assert_num_queries(0):
        again = client.get(f"{ROOT}/summary.json", headers={"If-None-Match": first["ETag"]})
        other = client.get(f"{ROOT}/components.json", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, other.status_code) == (304, b"", 200)
    assert first["ETag"].startswith('"')
    statuspage.MEMORY.forget()  # another process gives the same bytes the same name
    assert client.get(f"{ROOT}/summary.json")["ETag"] == first["ETag"]
    Target.objects.update(status=Status.DOWN)
    statuspage.MEMORY.forget()
    changed = client.get(f"{ROOT}/summary.json", headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200


def test_any_site_may_read_it_and_nobody_may_keep_it_for_long(client):
    for address in (f"{ROOT}/summary.json", f"{ROOT}/nothing.json"):
        assert client.get(address)["Access-Control-Allow-Origin"] == "*"
    kept = client.get(f"{ROOT}/summary.json")
    assert kept["Cache-Control"] == "public, max-age=5"
    assert "Cookie" not in kept.get("Vary", "")
    assert client.get(f"{ROOT}/nothing.json").status_code == 404


def test_without_a_database_nothing_is_said(client, monkeypatch):
    measured()
    client.get(f"{ROOT}/summary.json")
    statuspage.MEMORY._until = 0  # five seconds pass

    def away(_now):
        raise DatabaseError

    monkeypatch.setattr(reading, "board", away)
    for path in PATHS:
        answer = client.get(f"{ROOT}/{path}.json")
        assert (answer.status_code, answer["Cache-Control"]) == (503, "no-store")
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert "operational" not in answer.content.decode()


def test_more_services_take_no_more_queries(queries):
    def read():
        statuspage.documents(statuspage.read(timezone.now()))

    for _ in range(2):
        MaintenanceFactory(services=[measured(cluster=ClusterFactory()).service])
    steady = queries(read)
    for _ in range(15):
        MaintenanceFactory(services=[measured(cluster=ClusterFactory()).service])
    assert queries(read) == steady


@pytest.mark.parametrize("role", CAST)
def test_everybody_reads_the_same(cast, role):
    measured()
    assert browser_of(cast(role)).get(f"{ROOT}/summary.json").status_code == 200
