"""summary.json: one answer for everybody, cheap when nothing changed, honest when something is stale."""

import datetime as dt
import json

import pytest

from hub.status import summary
from hub.status.front import polls_first
from hub.status.models import Snapshot, Status, Target
from tests.factories import (
    ClusterFactory,
    MaintenanceFactory,
    ProberFactory,
    ServiceFactory,
    TargetFactory,
    now,
)

pytestmark = pytest.mark.django_db
ADDRESS = "/status/summary.json"


@pytest.fixture(autouse=True)
def nothing_remembered():
    summary.MEMORY.forget()
    yield
    summary.MEMORY.forget()


def measured(status=Status.OK, **words):
    seen = words.pop("observed_at", now(seconds=-3))
    return TargetFactory(status=status, status_since=now(hours=-1), observed_at=seen, **words)


def fresh(client):
    """The answer as the next process would get it."""
    summary.MEMORY.forget()
    Snapshot.objects.update(due=True)
    return client.get(ADDRESS).json()


def test_anyone_reads_what_works(as_anonymous):
    target = measured(
        service__slug="mlflow", service__name="MLflow", interval_s=20, timeout_s=5, detail="Fine."
    )
    ServiceFactory(slug="katib")
    ProberFactory(targets=1)
    data = as_anonymous.get(ADDRESS).json()
    entry = data["services"]["mlflow"]
    assert (entry["status"], entry["name"], entry["url"]) == ("ok", "MLflow", "/status/mlflow/")
    lasts = dt.datetime.fromisoformat(entry["stale_at"]) - dt.datetime.fromisoformat(entry["observed_at"])
    assert lasts == dt.timedelta(seconds=45)
    assert entry["observed_at"] == target.observed_at.isoformat(timespec="milliseconds").replace(
        "+00:00", "Z"
    )
    assert data["not_probed"] == ["katib"]
    assert data["platform"]["text"] == "All probed services are operational"
    assert data["probers"][0]["alive"] is True
    assert data["next_expected_at"] > data["generated_at"]


def test_summary_names_clusters_and_probers_only_by_opaque_ids(as_anonymous):
    cluster = ClusterFactory(slug="secret-place", name="Secret place")
    measured(cluster=cluster, url="http://internal.example/")
    ProberFactory(name="host-17")
    body = as_anonymous.get(ADDRESS).content.decode()
    assert json.loads(body)["grid"][0]["cluster"] == summary.cluster_id(cluster.pk)
    assert not any(word in body for word in ("ecret", "internal.example", "host-17"))


def test_unchanged_summary_is_a_304_without_a_query(as_anonymous, django_assert_num_queries):
    measured()
    first = as_anonymous.get(ADDRESS)
    with django_assert_num_queries(0):
        second = as_anonymous.get(ADDRESS, headers={"If-None-Match": first["ETag"]})
        third = as_anonymous.get(ADDRESS)
    assert (second.status_code, second.content, second["ETag"]) == (304, b"", first["ETag"])
    assert third.content == first.content
    assert first["ETag"].startswith('"')  # strong
    assert "max-age=5" in first["Cache-Control"]
    assert "Cookie" not in first.get("Vary", "")


def test_summary_of_another_version_is_sent_whole(as_anonymous):
    first = as_anonymous.get(ADDRESS)
    Snapshot.objects.update(due=True)
    summary.MEMORY.forget()
    second = as_anonymous.get(ADDRESS, headers={"If-None-Match": first["ETag"]})
    assert second.status_code == 200
    assert second.json()["version"] == first.json()["version"] + 1


def test_every_process_gives_the_same_bytes(as_anonymous):
    measured()
    first = as_anonymous.get(ADDRESS)
    Target.objects.update(detail="changed, but the snapshot is not due")
    summary.MEMORY.forget()  # another process
    second = as_anonymous.get(ADDRESS)
    assert (second["ETag"], second.content) == (first["ETag"], first.content)


def test_summary_is_made_anew_when_it_is_old(as_anonymous):
    first = as_anonymous.get(ADDRESS)
    for made_at in (now(seconds=-6), now(hours=1)):  # and when the clock was set back
        Snapshot.objects.update(made_at=made_at)
        summary.MEMORY.forget()
        assert as_anonymous.get(ADDRESS)["ETag"] != first["ETag"]


def test_summary_turns_unknown_when_the_prober_is_dead(as_anonymous):
    measured(service__slug="mlflow", observed_at=now(seconds=-46), interval_s=20, timeout_s=5)
    ProberFactory(beat_at=now(seconds=-46))
    data = fresh(as_anonymous)
    entry = data["services"]["mlflow"]
    assert (entry["status"], entry["stale_at"]) == ("unknown", None)
    assert entry["since"] < data["generated_at"]
    assert data["platform"]["status"] == "unknown"
    assert data["probers"][0]["alive"] is False


def test_service_shows_the_worst_of_its_targets(as_anonymous):
    service = ServiceFactory(slug="mlflow")
    for status in (Status.OK, Status.DEGRADED, Status.OK):
        measured(status, service=service, cluster=ClusterFactory())
    assert fresh(as_anonymous)["services"]["mlflow"]["status"] == "degraded"
    Target.objects.filter(status=Status.OK).update(observed_at=now(hours=-1))
    assert fresh(as_anonymous)["services"]["mlflow"]["status"] == "degraded"
    Target.objects.update(status=Status.OK)
    assert fresh(as_anonymous)["services"]["mlflow"]["status"] == "unknown"


def test_maintenance_covers_its_clusters_only(as_anonymous):
    here, there = ClusterFactory(), ClusterFactory()
    service = ServiceFactory(slug="mlflow")
    measured(Status.DOWN, service=service, cluster=here)
    measured(Status.OK, service=service, cluster=there)
    work = MaintenanceFactory(services=[service])
    work.clusters.set([here])
    data = fresh(as_anonymous)
    told = {part["cluster"]: part["status"] for part in data["grid"]}
    assert told == {summary.cluster_id(here.pk): "maintenance", summary.cluster_id(there.pk): "ok"}
    assert data["services"]["mlflow"]["status"] == "maintenance"


def test_maintenance_covers_a_service_that_nothing_probes(as_anonymous):
    MaintenanceFactory(services=[ServiceFactory(slug="katib")])
    data = fresh(as_anonymous)
    assert data["services"]["katib"]["status"] == "maintenance"
    assert data["services"]["katib"]["probed"] is False


def test_disabled_target_says_nothing(as_anonymous):
    measured(Status.DOWN, enabled=False, service__slug="mlflow")
    assert fresh(as_anonymous)["not_probed"] == ["mlflow"]


def test_hub_says_that_it_is_alive(as_anonymous, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = as_anonymous.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


@pytest.mark.parametrize("count", [1, 30])
def test_summary_is_made_with_a_fixed_number_of_queries(as_anonymous, django_assert_num_queries, count):
    for _ in range(count):
        target = measured(cluster=ClusterFactory())
        MaintenanceFactory(services=[target.service])
    with django_assert_num_queries(12):
        as_anonymous.get(ADDRESS)


def test_polls_that_know_the_newest_answer_do_not_reach_django(as_anonymous):
    asked, started = [], []
    front = polls_first(lambda environ, start: asked.append(environ) or [b"django"])
    poll = {"PATH_INFO": ADDRESS, "REQUEST_METHOD": "GET"}
    first = as_anonymous.get(ADDRESS)
    known = poll | {"HTTP_IF_NONE_MATCH": first["ETag"]}
    assert front(known, lambda *words: started.append(words)) == [b""]
    status, headers = started[0]
    assert status == "304 Not Modified"
    assert dict(headers) == {"ETag": first["ETag"], "Cache-Control": first["Cache-Control"]}
    others = [poll, known | {"REQUEST_METHOD": "POST"}, known | {"PATH_INFO": "/status/"}]
    others.append(poll | {"HTTP_IF_NONE_MATCH": '"s0"'})
    for environ in others:
        assert front(environ, None) == [b"django"]
    summary.MEMORY._until = 0  # half a second later the database has to be asked
    assert front(known, None) == [b"django"]
    assert len(asked) == 5
