"""Ready-made ways to ask: each against the answers its service really gives, the misleading ones too."""

import json
from urllib.parse import urlsplit

import pytest

from hub.core.guard import Guard
from hub.status import ways
from hub.status.models import Target
from hub.status.prober.asking import ask, new_session
from hub.status.prober.rules import rule_of
from hub.status.profiles import PROFILES, Depth
from tests.status.apart import run

LOOPBACK = Guard(["127.0.0.0/8", "::1/128"])
KFP_UI = {
    "apiServerReady": True,
    "apiServerCommitHash": "1",
    "multi_user": False,
    "pipelineStore": "database",
}
AIRFLOW = {
    "metadatabase": {"status": "healthy"},
    "scheduler": {"status": "healthy", "latest_scheduler_heartbeat": "2026-11-23T10:00:00Z"},
    "triggerer": {"status": None},
    "dag_processor": {"status": None},
}
JUPYTER = {
    "connections": 0,
    "kernels": 1,
    "last_activity": "2026-01-01T00:00:00Z",
    "started": "2026-01-01T00:00:00Z",
}
READY = {"ready": True}
#: What a service that works answers. Texts are plain, the rest is JSON.
WORKS = {
    "mlflow": "OK",
    "mlflow-experiments": {"experiments": [{"experiment_id": "0", "name": "Default"}]},
    "feast": "",
    "feast-go": "Healthy",
    "notebooks-v1": '"ready"\n',
    "notebooks-v2": {"status": "Healthy", "systemInfo": {"version": "1.0.0"}},
    "jupyterhub": {"version": "5.2.1"},
    "jupyter": JUPYTER,
    "kfp-api": {
        "commit_sha": "unknown",
        "tag_name": "2.5.0",
        "multi_user": True,
        "pipeline_store": "database",
    },
    "kfp-ui": KFP_UI,
    "argo": {"version": "v3.6.2", "gitCommit": "1"},
    "airflow": AIRFLOW,
    "airflow-2": AIRFLOW,
    "katib": "ok",
    "training-operator": "ok",
    "ray": "success",
    "kserve": "ok",
    "kserve-model": READY,
    "prometheus": "Prometheus Server is Ready.\n",
    "prometheus-query": {"status": "success", "data": {"resultType": "vector", "result": []}},
    "grafana": {"commit": "087143285", "database": "ok", "version": "5.1.3"},
    "kubernetes": "ok",
}
#: What answers 200 and does not work, or is something else.
FAILS = [
    ("kfp-ui", KFP_UI | {"apiServerReady": False}),
    ("kfp-ui", WORKS["kfp-api"]),
    ("kfp-api", KFP_UI),
    ("airflow", AIRFLOW | {"metadatabase": {"status": "unhealthy"}}),
    ("airflow", AIRFLOW | {"scheduler": {"status": "unhealthy"}}),
    ("airflow-2", AIRFLOW | {"scheduler": None}),
    ("grafana", {"database": "failing", "version": "5.1.3"}),
    ("kserve-model", {"ready": False}),
    ("notebooks-v2", {"status": "Unhealthy"}),
    ("prometheus-query", {"status": "error", "errorType": "timeout"}),
    ("mlflow", "FAIL"),
    ("mlflow-experiments", {}),
]


def probe(server, name, answer, kind=None):
    body = answer if isinstance(answer, str) else json.dumps(answer)
    server.told = (body.encode(), kind or ("text/plain" if isinstance(answer, str) else "application/json"))
    target = Target(pk=1, slug="a", url=server.url, profile=name, timeout_s=2)
    target.clean_fields(exclude=["service", "name"])
    target.clean()

    async def once():
        async with new_session(LOOPBACK) as session:
            return await ask(session, rule_of(target))

    return run(once())


def test_every_profile_has_an_answer_here():
    assert set(WORKS) == set(PROFILES)


@pytest.mark.parametrize("name", PROFILES)
def test_a_target_with_a_profile_and_a_base_address_finds_a_service_that_works(server, name):
    found = probe(server, name, WORKS[name])
    assert found.status == "ok", found
    assert list(server.asked) == [PROFILES[name].path]


@pytest.mark.parametrize(("name", "answer"), FAILS)
def test_a_body_that_says_no_is_an_outage_whatever_its_code(server, name, answer):
    assert probe(server, name, answer).status == "down"


@pytest.mark.parametrize("name", PROFILES)
def test_a_web_page_is_no_answer_to_a_profile(server, name):
    page = f"<!doctype html><p>OK ok ready is Ready success Healthy {json.dumps(WORKS[name])}</p>"
    assert probe(server, name, page, "text/html").status == "unknown"


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("http://mlflow", "http://mlflow/health"),
        ("http://mlflow/", "http://mlflow/health"),
        ("http://mlflow:5000", "http://mlflow:5000/health"),
        ("http://mlflow/prefix/", "http://mlflow/prefix/health"),
        ("http://mlflow/prefix/health", "http://mlflow/prefix/health"),
        ("http://mlflow/elsewhere", "http://mlflow/elsewhere"),
        ("http://mlflow/?a=b", "http://mlflow/?a=b"),
    ],
)
def test_a_base_gets_the_path_and_a_full_address_stays(url, address):
    assert PROFILES["mlflow"].address(url) == address


def test_a_full_address_that_ends_in_a_slash_stays():
    assert PROFILES["jupyterhub"].address("http://hub/hub/api/") == "http://hub/hub/api/"
    assert PROFILES["jupyterhub"].address("http://hub/jupyter/") == "http://hub/jupyter/hub/api/"


def test_what_a_target_says_itself_comes_first():
    way = ways.way_of(Target(url="http://a/", profile="grafana", expected_codes=[200, 204], method="POST"))
    assert (way.codes, way.method, way.json) == ((200, 204), "POST", (("database", "ok"),))
    own = ways.way_of(Target(url="http://a/", profile="grafana", body_contains="fine"))
    assert (own.contains, own.json) == ("fine", ())
    other = ways.way_of(Target(url="http://a/", profile="mlflow", json_path="status", json_equals="up"))
    assert (other.contains, other.json) == ("", (("status", "up"),))


def test_a_target_without_a_profile_is_asked_as_before():
    way = ways.way_of(Target(url="http://a/health", body_contains="OK"))
    assert (way.url, way.method, way.codes, way.contains) == ("http://a/health", "GET", (200,), "OK")
    assert way.profile is None


@pytest.mark.parametrize("profile", PROFILES.values(), ids=list(PROFILES))
def test_every_profile_says_what_it_does_not_see_and_where_that_is_written(profile):
    assert profile.unseen.startswith("It does not see ")
    assert profile.unseen.endswith(".")
    assert ". " not in profile.unseen
    assert urlsplit(profile.source).scheme == "https"
    assert profile.depth in Depth
    assert profile.path.startswith("/")


@pytest.mark.parametrize(
    ("told", "fault"),
    [
        ({}, "url is missing"),
        ({"kind": "tcp", "port": 1}, "host is missing"),
        ({"kind": "tcp", "host": "a"}, "port is missing"),
        ({"kind": "tcp", "host": "a", "port": 1, "url": "http://a/"}, "url belongs to a target of kind http or"),
        ({"kind": "dns", "host": "10.0.0.1"}, "a target of kind dns needs a name as host, not an address"),
        ({"kind": "dns", "host": "a", "profile": "mlflow"}, "profile belongs to a target of kind http, not dns"),
        ({"url": "http://a/", "headers": {"Host": "b"}}, "the header Host is set by the prober alone"),
        ({"url": "http://a/", "method": "HEAD", "profile": "mlflow"}, "HEAD brings no body"),
        ({"url": "http://a/", "method": "HEAD", "json_path": "a"}, "HEAD brings no body"),
        ({"url": "http://a/", "host": "a"}, "host belongs to a target of kind tcp or dns, not http"),
        ({"kind": "dns", "host": "a", "port": 53}, "port belongs to a target of kind tcp, not dns"),
        ({"url": "http://a/", "method": "HEAD"}, ""),
        ({"url": "http://a/", "method": "HEAD", "profile": "feast"}, ""),
        ({"kind": "tcp", "host": "10.0.0.1", "port": 1}, ""),
        ({"kind": "dns", "host": "mlflow.example."}, ""),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_said(told, fault):
    assert ways.fault_of(told).startswith(fault)
    assert bool(ways.fault_of(told)) == bool(fault)
