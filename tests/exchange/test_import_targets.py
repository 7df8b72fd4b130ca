"""Targets in files: by what means they are asked, with which headers, by which profile."""

from typing import Any

import pytest

from hub.exchange.exporting.folder import export_community
from hub.status.models import Target
from hub.status.prober.desk import Desk
from tests.exchange.conftest import community, reasons

SERVICES = "s: {name: S}\n"
TARGETS = """
old:
  {name: Old, service: s, url: 'http://a.example/health', expected_codes: [200, 204], body_contains: OK}
tracking:
  name: Tracking
  service: s
  profile: mlflow
  url: https://mlflow.example
  method: GET
  certificate_days: 30
  headers: {Authorization: Bearer secret://MLFLOW_TOKEN, X-Tenant: '5'}
broker: {name: Broker, service: s, kind: tcp, host: broker.example, port: 5672}
name: {name: Name, service: s, kind: dns, host: ml.example, expected_address: 10.1.2.3}
export: {name: Export, service: s, kind: heartbeat, interval_s: 604800, grace_s: 3600}
"""


def held(slug: str, *fields: str) -> tuple[Any, ...]:
    return Target.objects.values_list(*fields).get(slug=slug)


def test_a_file_tells_how_a_target_is_asked(take_in) -> None:
    report = take_in(community(services=SERVICES, targets=TARGETS))
    assert reasons(report) == []
    assert held("old", "kind", "url", "profile", "method", "headers", "certificate_days") == (
        "http", "http://a.example/health", "", "", {}, 14,
    )  # fmt: skip
    assert held("tracking", "profile", "method", "headers", "certificate_days") == (
        "mlflow", "GET", {"Authorization": "Bearer secret://MLFLOW_TOKEN", "X-Tenant": "5"}, 30,
    )  # fmt: skip
    assert held("broker", "kind", "host", "port", "url") == ("tcp", "broker.example", 5672, "")
    assert held("name", "kind", "host", "expected_address") == ("dns", "ml.example", "10.1.2.3")
    assert held("export", "kind", "interval_s", "grace_s", "url") == ("heartbeat", 604_800, 3600, "")
    again = take_in(community(services=SERVICES, targets=TARGETS))
    assert (again.total("created"), again.total("changed")) == (0, 0)


def test_the_prober_goes_by_what_the_file_tells(take_in) -> None:
    take_in(community(services=SERVICES, targets=TARGETS))
    rules = {rule.slug: rule for rule in Desk("test")._rules()}
    assert "export" not in rules  # it is not asked, it says so itself
    assert (rules["old"].url, rules["old"].codes, rules["old"].contains) == (
        "http://a.example/health", (200, 204), "OK",
    )  # fmt: skip
    tracking = rules["tracking"]
    assert (tracking.url, tracking.contains, tracking.certificate_days) == (
        "https://mlflow.example/health", "OK", 30,
    )  # fmt: skip
    assert set(tracking.headers) == {("Authorization", "Bearer secret://MLFLOW_TOKEN"), ("X-Tenant", "5")}
    assert (rules["broker"].kind, rules["broker"].host, rules["broker"].port) == (
        "tcp",
        "broker.example",
        5672,
    )
    assert (rules["name"].kind, rules["name"].host, rules["name"].expected_address) == (
        "dns", "ml.example", "10.1.2.3",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("url: 'http://a/', headers: {Authorization: hunter2}", "the header Authorization must refer to a secret"),
        ("url: 'http://a/', headers: {X-Token: hunter2}", "the header X-Token must refer to a secret"),
        ("url: 'http://a/', headers: {Host: hunter2}", "the header Host is set by the prober alone"),
        ("url: 'http://a/', headers: [hunter2]", "headers must be a mapping, not a list"),
        ("url: 'http://a/', headers: hunter2", "headers must be a mapping"),
        ("url: 'http://a/', headers: {X-A: [hunter2]}", "the value of the header X-A must be text"),
        ("url: 'http://a/', profile: nothing-like-it", "profile 'nothing-like-it' is none of: mlflow"),
        ("url: 'http://a/', method: DELETE", "method 'DELETE' is none of: GET, HEAD, POST"),
        ("url: 'http://a/', method: HEAD, profile: mlflow", "HEAD brings no body"),
        ("url: 'http://a/', certificate_days: -1", "certificate_days -1"),
        ("url: 'http://a/', kind: udp", "kind 'udp' is none of: http, tcp, dns"),
        ("kind: http", "url is missing; left out"),
        ("kind: tcp, host: a.example", "port is missing; left out"),
        ("kind: tcp, host: 'http://a/', port: 80", "host 'http://a/': This is no host name and no IP address."),
        ("kind: tcp, host: a.example, port: 70000", "port 70000"),
        ("kind: dns, host: 10.0.0.1", "a target of kind dns needs a name as host, not an address; left out"),
        ("kind: dns, host: a.example, url: 'http://a/'", "url belongs to a target of kind http or prometheus, not dns"),
        ("kind: dns, host: a.example, expected_address: here", "expected_address 'here'"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_named_without_a_secret(take_in, told: str, said: str) -> None:
    report = take_in(community(services=SERVICES, targets=f"t: {{name: T, service: s, {told}}}\n"))
    assert [reason for reason in reasons(report) if said in reason], reasons(report)
    assert "hunter2" not in " ".join(reasons(report))
    assert not Target.objects.exists()


def test_an_export_holds_neither_targets_nor_the_names_of_their_secrets(take_in, tmp_path) -> None:
    take_in(community(services=SERVICES, targets=TARGETS))
    export_community(tmp_path / "out")
    everything = "".join(path.read_text() for path in (tmp_path / "out").rglob("*") if path.is_file())
    assert "MLFLOW_TOKEN" not in everything
    assert "broker.example" not in everything
