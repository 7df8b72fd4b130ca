"""The metrics: what promtool accepts, what a real Prometheus scrapes, and what never gets into a label."""

import json
import re
import shutil
import socket
import subprocess
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import pytest
from django.db import DatabaseError

from hub.status import metrics, reading
from hub.status.models import Prober, Status
from hub.status.summary import cluster_id, prober_id
from tests.factories import (
    ClusterFactory,
    MaintenanceFactory,
    ProberFactory,
    ServiceFactory,
    ServiceStageFactory,
    TargetFactory,
    now,
)
from tests.status.test_probe_process import wait_for

pytestmark = pytest.mark.django_db
ADDRESS = "/status/metrics"
GUIDE = Path(__file__).parents[2] / "docs" / "reference" / "status-api.md"


@pytest.fixture(autouse=True)
def nothing_remembered():
    metrics.MEMORY.forget()
    yield
    metrics.MEMORY.forget()


def measured(status=Status.OK, **words):
    words = {"observed_at": now(seconds=-3), "latency_ms": 12} | words
    return TargetFactory(status=status, status_since=now(hours=-1), **words)


def samples(client):
    """Each sample's value by its name and labels, as written."""
    metrics.MEMORY.forget()
    lines = client.get(ADDRESS).content.decode().splitlines()
    return {line.rpartition(" ")[0]: float(line.rpartition(" ")[2]) for line in lines if line[0] != "#"}


def test_status_is_one_of_five_and_one_only(client):
    target = measured(Status.DEGRADED, service__slug="mlflow", cluster=ClusterFactory())
    found = samples(client)
    for metric, labels in (
        ("hub_service_status", 'service="mlflow"'),
        (
            "hub_target_status",
            f'target="{target.public_id}",service="mlflow",cluster="{cluster_id(target.cluster_id)}"',
        ),
    ):
        told = {str(one): found[f'{metric}{{{labels},status="{one}"}}'] for one in Status}
        assert told == dict.fromkeys(map(str, Status), 0) | {"degraded": 1}
    assert found['hub_platform_status{status="degraded"}'] == 1


def test_what_was_not_measured_has_no_sample_and_what_is_stale_no_latency(client):
    measured(latency_ms=None)
    measured(observed_at=now(minutes=-10), latency_ms=40)
    TargetFactory()
    found = samples(client)
    assert [name for name in found if name.startswith("hub_target_latency_seconds")] == []
    assert sum(name.startswith("hub_target_observed_timestamp_seconds") for name in found) == 2
    stale = [name for name in found if name.startswith("hub_target_status") and '"unknown"' in name]
    assert sorted(found[name] for name in stale) == [0, 1, 1]


def test_times_are_in_seconds_and_exact(client):
    target = measured(latency_ms=1234)
    prober = ProberFactory(name="host-17", targets=5)
    found = samples(client)
    latency = next(value for name, value in found.items() if name.startswith("hub_target_latency_seconds"))
    seen = next(value for name, value in found.items() if name.startswith("hub_target_observed"))
    assert (latency, seen) == (1.234, pytest.approx(target.observed_at.timestamp(), abs=0.001))
    label = f'{{prober="{prober_id(prober)}"}}'
    assert found[f"hub_prober_targets{label}"] == 5
    beat = found[f"hub_prober_beat_timestamp_seconds{label}"]
    assert beat == pytest.approx(prober.beat_at.timestamp(), abs=0.001)


def test_labels_give_no_address_host_or_place_away(client):
    place = ClusterFactory(slug="secret-place", name="Secret place")
    measured(cluster=place, url="http://internal.example/", name="internal.example", slug="internal-example")
    measured(kind="tcp", url="", host="db.internal.example", port=5432)
    ProberFactory(name="internal.example-17")
    metrics.MEMORY.forget()
    body = client.get(ADDRESS).content.decode()
    assert not re.search("internal|ecret|5432", body)


def test_silent_services_are_left_out_and_announced_work_is_told(client):
    ServiceFactory(slug="silent")
    target = measured(service__slug="mlflow")
    ServiceStageFactory(subject=target.service, stage="beta")
    MaintenanceFactory(services=[target.service])
    found = samples(client)
    assert found['hub_service_status{service="mlflow",status="maintenance"}'] == 1
    assert found['hub_service_info{service="mlflow",stage="beta"}'] == 1
    assert not any("silent" in name for name in found)


def test_odd_text_in_a_label_is_escaped():
    gauge = metrics.Gauge("hub_x", "A metric.")
    gauge.say(0.1, name='a"b\\c\nd')
    assert metrics.text_of([gauge]).splitlines()[-1] == 'hub_x{name="a\\"b\\\\c\\nd"} 0.1'
    assert metrics.text_of([metrics.Gauge("hub_y", "Nothing to say.")]) == ""


def test_scrapes_cost_no_query_for_a_second_and_none_is_green_without_a_database(
    client, monkeypatch, django_assert_num_queries
):
    measured()
    client.get(ADDRESS)
    with django_assert_num_queries(0):
        assert client.get(ADDRESS).status_code == 200

    def away(_now):
        raise DatabaseError

    monkeypatch.setattr(reading, "board", away)
    metrics.MEMORY._until = 0  # a second passes
    answer = client.get(ADDRESS)
    assert (answer.status_code, b"hub_service_status" in answer.content) == (503, False)


@pytest.mark.prometheus
def test_promtool_finds_nothing_to_complain_of(client):
    for status in Status:
        measured(status, cluster=ClusterFactory())
    ProberFactory(targets=5)
    page = client.get(ADDRESS)
    assert page["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    odd = metrics.Gauge("hub_odd", "Odd \u00e9.")
    odd.say(1e-9, name='a"b\\c\nd')
    assert promtool(page.content + metrics.text_of([odd]).encode()) == ""
    assert "no help text" in promtool(b"# TYPE hub_x gauge\nhub_x 1\n")  # it does look


def promtool(text):
    done = subprocess.run(
        [shutil.which("promtool"), "check", "metrics"], input=text, capture_output=True, check=False
    )
    return (done.stdout + done.stderr).decode()


@pytest.fixture
def prometheus(live_server, tmp_path):
    """A real Prometheus that scrapes the hub every second: a function that asks it a question."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    host = live_server.url.removeprefix("http://")
    jobs = [{"job_name": "hub", "metrics_path": ADDRESS, "static_configs": [{"targets": [host]}]}]
    settings = {"global": {"scrape_interval": "1s", "scrape_timeout": "1s"}, "scrape_configs": jobs}
    (tmp_path / "prometheus.yml").write_text(json.dumps(settings))
    process = subprocess.Popen(
        [shutil.which("prometheus"), f"--config.file={tmp_path}/prometheus.yml",
         f"--storage.tsdb.path={tmp_path}/data", f"--web.listen-address=127.0.0.1:{port}"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip

    def ask(question):
        asked = urllib.parse.urlencode({"query": question})
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/query?{asked}", timeout=5) as answer:
                found = json.load(answer)["data"]["result"]
        except (urllib.error.URLError, ConnectionError):
            return None  # not up yet
        return [(one["metric"], float(one["value"][1])) for one in found]

    yield ask
    process.terminate()
    process.wait(30)


@pytest.mark.prometheus
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_real_prometheus_follows_a_service_down_and_the_series_say_so(prometheus):
    target = measured(service__slug="mlflow", interval_s=600)
    ServiceStageFactory(subject=target.service, stage="beta")
    ProberFactory(targets=1)
    service_down, nobody_measures = re.findall(r"expr: (.*)", GUIDE.read_text())
    ok = 'hub_service_status{service="mlflow",status="ok"} == 1'
    found = wait_for(lambda: prometheus(ok))
    assert found[0][0]["job"] == "hub"
    assert prometheus("hub_target_latency_seconds * 1000")[0][1] == 12
    assert prometheus(service_down) == []
    assert 0 <= prometheus("time() - max(hub_prober_beat_timestamp_seconds)")[0][1] < 120
    target.status = Status.DOWN
    target.save()
    wait_for(lambda: prometheus('hub_service_status{service="mlflow",status="down"} == 1'))
    assert prometheus(ok) == []
    assert [labels["stage"] for labels, _ in prometheus(service_down)] == ["beta"]
    Prober.objects.update(beat_at=now(hours=-1))
    wait_for(lambda: prometheus(nobody_measures))
    assert prometheus("sum by (service) (hub_service_status)") == [({"service": "mlflow"}, 1)]
