"""What a request carries: its method, its headers with secrets by reference, and how old a certificate may be."""

import datetime as dt
import json
import logging
import ssl
import subprocess

import pytest

from hub.core.guard import Guard
from hub.status import headers
from hub.status.prober.asking import ask, new_session
from hub.status.prober.judge import Answer, judge
from tests.status.apart import run

LOOPBACK = Guard(["127.0.0.0/8", "::1/128"])
SECRET = "s3cr3t-0f-the-hub"
BEARER = (("Authorization", "Bearer secret://MLFLOW_TOKEN"),)


def probe(rule, trust=None):
    async def once():
        async with new_session(LOOPBACK, trust) as session:
            return await ask(session, rule)

    return run(once())


@pytest.fixture
def no_folder(settings):
    settings.SECRETS = ""


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_prober_asks_by_the_method_it_is_told(server, rule, method):
    found = probe(rule(f"{server.url}/ok", method=method))
    assert (found.status, found.http_code, server.methods["/ok"]) == ("ok", 200, method)


def test_prober_sends_the_headers_it_is_told_beside_its_own(server, rule):
    told = (("X-Tenant", "ml-platform"), ("Accept", "application/json"), ("User-Agent", "status"))
    assert probe(rule(f"{server.url}/ok", headers=told)).status == "ok"
    seen = server.headers_seen["/ok"]
    assert set(told) <= set(seen.items())
    assert seen["Accept-Encoding"] == "identity"


def test_prober_takes_a_secret_from_the_environment(server, rule, monkeypatch, no_folder):
    monkeypatch.setenv("HUB_SECRET_MLFLOW_TOKEN", SECRET)
    assert probe(rule(f"{server.url}/ok", headers=BEARER)).status == "ok"
    assert server.headers_seen["/ok"]["Authorization"] == f"Bearer {SECRET}"


def test_prober_takes_a_secret_from_a_file_as_it_is_at_that_moment(server, rule, settings, tmp_path):
    settings.SECRETS = str(tmp_path)
    for value in ("first", "second"):
        (tmp_path / "MLFLOW_TOKEN").write_text(f"{value}\n")
        probe(rule(f"{server.url}/ok", headers=BEARER))
        assert server.headers_seen["/ok"]["Authorization"] == f"Bearer {value}"


@pytest.mark.parametrize(
    ("value", "detail"),
    [
        ("", "Not probed: the secret MLFLOW_TOKEN is not there."),
        ("two\nlines", "Not probed: the secret MLFLOW_TOKEN has characters no header can carry."),
    ],
)
def test_without_its_secret_nothing_is_asked_and_nothing_known(
    server, rule, monkeypatch, no_folder, value, detail
):
    monkeypatch.setenv("HUB_SECRET_MLFLOW_TOKEN", value)
    found = probe(rule(f"{server.url}/ok", headers=BEARER))
    assert (found.status, found.detail, server.asked.total()) == ("unknown", detail, 0)


@pytest.mark.parametrize("wanted", ["fine", "ill"])
def test_no_detail_and_no_log_shows_a_secret_that_an_answer_gives_back(
    server, rule, monkeypatch, no_folder, caplog, wanted
):
    monkeypatch.setenv("HUB_SECRET_MLFLOW_TOKEN", SECRET)
    caplog.set_level(logging.DEBUG)
    words = {"headers": BEARER, "json_path": "seen", "json_equals": wanted}
    found = probe(rule(f"{server.url}/echo", **words))
    assert (found.status, found.detail) == ("down", f"seen is not {wanted}.")
    assert SECRET not in repr(found) + caplog.text


@pytest.mark.parametrize("path", ["moved", "never", "hangup", "short", "broken"])
def test_no_failure_shows_a_secret(server, rule, monkeypatch, no_folder, path):
    monkeypatch.setenv("HUB_SECRET_MLFLOW_TOKEN", SECRET)
    found = probe(rule(f"{server.url}/{path}", headers=BEARER))
    assert found.status in {"down", "unknown"}
    assert SECRET not in repr(found)
    assert server.asked["/login"] == 0


def test_the_key_of_the_hub_is_sent_nowhere(server, rule, monkeypatch, no_folder):
    monkeypatch.setenv("HUB_SECRET_KEY", SECRET)
    found = probe(rule(f"{server.url}/ok", headers=(("X-Api-Key", "secret://KEY"),)))
    assert (found.status, server.asked.total()) == ("unknown", 0)
    assert "a secret of the hub itself" in found.detail


@pytest.mark.parametrize(
    "told",
    [
        {"Host": "elsewhere"}, {"host": "elsewhere"}, {"Connection": "close"}, {"Keep-Alive": "1"}, {"TE": "gzip"},
        {"Transfer-Encoding": "chunked"}, {"Upgrade": "h2c"}, {"Proxy-Authorization": "secret://A"},
        {"Trailer": "x"}, {"Content-Length": "7"}, {"Accept-Encoding": "gzip"}, {"Authorization": "Bearer abc"},
        {"Cookie": "a=b"}, {"X-Api-Key": "abc"}, {"X-Auth-Token": "abc"}, {"X-A": "1", "x-a": "2"}, {"X A": "1"},
        {"X-A": "a\r\nHost: b"}, {"X-A": "\u00e9"}, {"X-A": ""}, {"X-A": 5}, {"X-A": "a" * 1001}, {"": "a"},
        {"X-A": "secret://lower"}, {"X-A": "secret://../KEY"}, {"X-A": "one two secret://A"},
        {"X-A": "secret://A secret://B"}, {"X-A": "secret://A/b"}, {f"X-{n}": "1" for n in range(21)}, ["X-A"],
    ],
)  # fmt: skip
def test_headers_that_are_refused_without_a_word_of_their_value(told):
    fault = headers.fault_of(told)
    values = [str(value) for value in told.values()] if isinstance(told, dict) else []
    assert fault
    assert not [value for value in values if len(value) > 1 and value in fault]


@pytest.mark.parametrize(
    "told",
    [{}, {"X-Tenant": "a b"}, {"Authorization": "Bearer secret://A_1"}, {"X-Api-Key": "secret://A"},
     {"kubeflow-userid": "probe@example.org"}],
)  # fmt: skip
def test_headers_that_are_taken(told):
    assert headers.fault_of(told) == ""


def secured(server, folder, days):
    """Put the server behind a self-made certificate, and trust that one."""
    key, cert = folder / "key.pem", folder / "cert.pem"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", cert]
    named = ["-days", str(days), "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    subprocess.run([*made, *named], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    return ssl.create_default_context(cafile=cert)


@pytest.mark.parametrize(
    ("days", "path", "words", "status"),
    [
        (2, "ok", {"certificate_days": 14}, "degraded"),
        (2, "ok", {"certificate_days": 14, "method": "HEAD"}, "degraded"),
        (2, "ok", {"certificate_days": 0}, "ok"),
        (60, "ok", {"certificate_days": 14}, "ok"),
        (2, "broken", {"certificate_days": 14}, "down"),
    ],
)
def test_prober_warns_of_a_certificate_that_ends_soon(server, rule, tmp_path, days, path, words, status):
    trust = secured(server, tmp_path, days)
    found = probe(rule(f"https://localhost:{server.server_port}/{path}", **words), trust)
    assert found.status == status, found
    assert ("Its certificate ends on " in found.detail) == (status == "degraded")


def test_the_day_a_certificate_ends_is_said_beside_what_else_is_slow(rule):
    at = dt.datetime(2027, 1, 20, tzinfo=dt.UTC)
    asked = rule("https://a.example/", certificate_days=14, degraded_ms=100)
    for ms, detail in (
        (50, "Its certificate ends on 3 Feb 2027."),
        (150, "Slow: 150 ms, expected at most 100. Its certificate ends on 3 Feb 2027."),
    ):
        answer = Answer(200, "text/plain", b"", cut=False, latency_ms=ms, at=at,
                        certificate_until=at + dt.timedelta(days=14))  # fmt: skip
        assert judge(asked, answer).detail == detail


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"a": 1, "b": {"c": "fine"}}, "ok"),
        ({"a": 1, "b": {"c": None}}, "down"),
        ({"a": 2, "b": {"c": "fine"}}, "down"),
        ({"a": 1}, "down"),
    ],
)
def test_a_rule_may_look_at_several_values(server, rule, body, status):
    server.told = (json.dumps(body).encode(), "application/json")
    words = {"json_path": "a", "json_equals": "1", "also_json": (("b.c", "fine"),)}
    assert probe(rule(f"{server.url}/told", **words)).status == status
