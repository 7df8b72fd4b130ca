"""A query of Prometheus: its values are believed, and nothing else; a source that fails is no outage."""

import asyncio
import datetime as dt
import json
import shutil
import socket
import subprocess
import urllib.error
import urllib.request

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.catalog.models import Service
from hub.core.guard import Guard
from hub.status import reading
from hub.status.models import Status, Target
from hub.status.prober.asking import ask, new_session
from hub.status.prober.by_prometheus import judge
from hub.status.prober.judge import Answer
from hub.status.prober.rules import rule_of
from hub.status.prober.writing import write
from tests.factories import ServiceFactory, TargetFactory
from tests.status.test_probe_process import wait_for

NOON = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)


def answer(body, code=200, *, cut=False):
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Answer(code, "application/json", raw, cut, 5, at=NOON)


def vector(*values, **more):
    result = [{"metric": {"n": str(n)}, "value": [NOON.timestamp(), value]} for n, value in enumerate(values)]
    return {"status": "success", "data": {"resultType": "vector", "result": result}} | more


@pytest.mark.parametrize(
    ("values", "status", "detail"),
    [
        (["1"], "ok", "1 series is other than zero."),
        (["1", "0.5", "-3", "+Inf"], "ok", "4 series are other than zero."),
        (["1", "0"], "degraded", "1 of 2 series are zero."),
        (["0"], "down", "1 of 1 series is zero."),
        (["0", "-0"], "down", "2 of 2 series are zero."),
        (["1", "NaN"], "unknown", "A value is not known (NaN)."),
        ([], "unknown", "The query finds no series."),
    ],
)
def test_values_decide(values, status, detail):
    verdict = judge(answer(vector(*values)))
    assert (verdict.status, verdict.detail) == (Status(status), detail)


def test_a_scalar_is_one_value():
    told = {"status": "success", "data": {"resultType": "scalar", "result": [NOON.timestamp(), "0"]}}
    assert judge(answer(told)).status == Status.DOWN


OLD = {
    "status": "success",
    "data": {"resultType": "vector", "result": [{"value": [NOON.timestamp() - 400, "0"]}]},
}


@pytest.mark.parametrize(
    "told",
    [
        answer(vector("0"), 503),
        answer(vector("0"), 302),
        answer(vector("0"), cut=True),
        answer(b"<!doctype html><form><input type=password></form>"),
        answer(b"[" * 60_000),
        answer(b"\xff\xfe"),
        answer([]),
        answer({"status": "error", "errorType": "bad_data"}),
        answer({"status": "success"}),
        answer({"status": "success", "data": {"resultType": "matrix", "result": []}}),
        answer({"status": "success", "data": {"resultType": "vector", "result": {"a": 1}}}),
        answer({"status": "success", "data": {"resultType": "vector", "result": [1]}}),
        answer(vector("0", None)),
        answer(vector("high")),
        answer(vector("0", warnings=["remote read failed"])),
        answer(
            {
                "status": "success",
                "data": {"resultType": "vector", "result": [{"value": [NOON.timestamp() - 400, "0"]}]},
            }
        ),
    ],
    ids=range(16),
)
def test_what_is_no_whole_answer_is_unknown(told):
    assert judge(told).status == Status.UNKNOWN


def test_a_remark_about_the_query_takes_nothing_from_its_answer():
    assert judge(answer(vector("1", warnings=["PromQL warning: ..."]))).status == Status.OK


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["success", "vector", "0", "NaN"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["status", "data", "resultType", "result", "value", "warnings"]), inner
        )
    ),
    max_leaves=15,
)


@given(JSON, st.booleans())
def test_no_answer_breaks_it_or_is_read_as_an_outage_without_a_zero(told, whole):
    body = {"status": "success", "data": {"resultType": "vector", "result": told}} if whole else told
    verdict = judge(answer(json.dumps(body).encode()))
    if verdict.status in {Status.DOWN, Status.DEGRADED}:
        assert "0" in json.dumps(body) or "e-" in json.dumps(body)


def asked(target, networks="127.0.0.0/8"):
    rule = rule_of(Target.objects.get(pk=target.pk))

    async def once():
        async with new_session(Guard([networks])) as means:
            return await ask(means, rule)

    return asyncio.run(once())


def watching(url, **words):
    return TargetFactory(kind="prometheus", url=url, query='up{job="ml"}', **words)


@pytest.mark.django_db
def test_it_asks_the_api_with_the_query_and_the_headers(server, monkeypatch):
    monkeypatch.setenv("HUB_SECRET_PROM", "hunter2")
    server.told = (json.dumps(vector("0")).encode().replace(b"1764000000", b"0"), "application/json")
    found = asked(watching(f"{server.url}/prom/", headers={"Authorization": "Bearer secret://PROM"}))
    path = "/prom/api/v1/query?query=up%7Bjob%3D%22ml%22%7D"
    assert server.asked[path] == 1
    assert server.headers_seen[path]["Authorization"] == "Bearer hunter2"
    assert (found.latency_ms, found.http_code) == (None, None)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "way", ["never", "hangup", "broken", "moved", "login", "forbidden", "huge", "drip", "deep"]
)
def test_a_source_that_fails_is_no_outage(server, way):
    """The misbehaving server answers so at any address: the source is broken, of the service nothing is known."""
    server.told = (b"", "text/plain")
    target = watching(f"{server.url}/{way}", timeout_s=1)
    Target.objects.filter(pk=target.pk).update(url=f"{server.url}/{way}?x=")
    assert asked(target).status == Status.UNKNOWN


@pytest.mark.django_db
def test_a_source_that_is_away_or_not_to_be_asked_is_no_outage(server):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    found = asked(watching(f"http://127.0.0.1:{port}"))
    assert found.status == Status.UNKNOWN
    assert found.detail.startswith("Its source cannot be asked: takes no connection")
    assert "not in HUB_PROBE_NETWORKS" in asked(watching(server.url), networks="10.0.0.0/8").detail


@pytest.mark.django_db
def test_readers_see_what_is_asked(as_anonymous):
    watching("http://prometheus.example", service=ServiceFactory(slug="ml"))
    page = as_anonymous.get("/status/ml/").content.decode()
    assert "degraded when some series of the query are zero" in page
    assert "prometheus.example" not in page


# A real Prometheus


@pytest.fixture
def prometheus(server, tmp_path):
    """A real Prometheus that scrapes a real server every second: its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server.told = (b"ml_workers 3\n", "text/plain; version=0.0.4")
    host = server.url.removeprefix("http://")
    jobs = [{"job_name": "ml", "static_configs": [{"targets": [host]}]}]
    settings = {"global": {"scrape_interval": "1s", "scrape_timeout": "1s"}, "scrape_configs": jobs}
    (tmp_path / "prometheus.yml").write_text(json.dumps(settings))
    process = subprocess.Popen(
        [shutil.which("prometheus"), f"--config.file={tmp_path}/prometheus.yml",
         f"--storage.tsdb.path={tmp_path}/data", f"--web.listen-address=127.0.0.1:{port}"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    process.url = f"http://127.0.0.1:{port}"

    def up():
        try:
            return urllib.request.urlopen(f"{process.url}/-/ready", timeout=2).status == 200  # noqa: S310 -- our own
        except (urllib.error.URLError, ConnectionError):
            return False

    wait_for(up)
    yield process
    process.kill()
    process.wait(30)


@pytest.mark.prometheus
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_readers_see_what_a_real_prometheus_sees_and_nothing_when_it_is_gone(server, prometheus):
    service = ServiceFactory()
    up = watching(prometheus.url, service=service, confirmations=1)
    workers = watching(prometheus.url, service=service, confirmations=1)
    Target.objects.filter(pk=workers.pk).update(query="ml_workers")

    def measured(status):
        found = [asked(one) for one in (up, workers)]
        write(found)
        return [one.status for one in found] == [Status(word) for word in status.split()]

    def shown():
        return reading.board().by_service[Service.objects.get().pk].status

    wait_for(lambda: measured("ok ok"))
    assert shown() == Status.OK
    server.told = (b"ml_workers 0\n", "text/plain; version=0.0.4")
    wait_for(lambda: measured("ok down"))
    assert shown() == Status.DOWN
    server.told = (
        b"{{{ broken",
        "text/plain",
    )  # cannot be scraped: Prometheus says up is 0, and knows no workers
    wait_for(lambda: measured("down unknown"))
    assert shown() == Status.DOWN
    prometheus.kill()
    prometheus.wait(30)
    assert measured("unknown unknown")
