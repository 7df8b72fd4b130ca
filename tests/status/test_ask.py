"""One probe against real sockets: every way a target can behave, and what it is taken for."""

import socket
import ssl
import subprocess
import threading
import time

import pytest

from hub.core.guard import Guard
from hub.status.models import Status
from hub.status.prober.asking import ask, new_session
from tests.status.apart import run

LOOPBACK = Guard(["127.0.0.0/8", "::1/128"])


def probe(rule, guard=LOOPBACK):
    async def once():
        async with new_session(guard) as session:
            return await ask(session, rule)

    return run(once())


@pytest.mark.parametrize(
    ("path", "words", "status", "detail"),
    [
        ("ok", {}, "ok", "Answered 200"),
        ("ok", {"contains": "OK"}, "ok", "Answered 200"),
        ("ok", {"contains": "ready"}, "down", "does not have the expected text"),
        ("ok", {"codes": (204,)}, "down", "Answered 200."),
        ("slow", {"degraded_ms": 100}, "degraded", "Slow"),
        ("broken", {}, "down", "Answered 500."),
        ("broken", {"codes": (500,)}, "ok", "Answered 500"),
        ("moved", {}, "unknown", "Redirects (302)"),
        ("login", {}, "unknown", "sign-in page"),
        ("login", {"contains": "OK"}, "unknown", "web page"),
        ("login", {"json_path": "ready"}, "unknown", "web page instead of JSON"),
        ("forbidden", {}, "unknown", "sign in (403)"),
        ("json", {"json_path": "metadatabase.status", "json_equals": "healthy"}, "ok", "Answered 200"),
        ("json", {"json_path": "metadatabase.status", "json_equals": "ill"}, "down", "is healthy, expected"),
        ("json", {"json_path": "ready", "json_equals": "true"}, "ok", "Answered 200"),
        ("json", {"json_path": "jobs.0.state", "json_equals": "done"}, "ok", "Answered 200"),
        ("json", {"json_path": "jobs.7.state"}, "down", "has no jobs.7.state"),
        ("json", {"json_path": "ready.deeper"}, "down", "has no ready.deeper"),
        ("ok", {"json_path": "ready"}, "down", "is not JSON"),
        ("deep", {"json_path": "ready"}, "down", "is not JSON"),
        ("nul", {"json_path": "status", "json_equals": "ok"}, "down", "expected ok"),
        ("huge", {"json_path": "ready"}, "unknown", "larger than 64 KiB"),
        ("huge", {"contains": "OK"}, "unknown", "larger than 64 KiB"),
        ("never", {}, "down", "No answer within 1 s."),
        ("drip", {}, "down", "No answer within 1 s."),
        ("hangup", {}, "down", "Closed the connection"),
        ("short", {}, "down", "Closed the connection"),
    ],
)
def test_prober_reads_an_answer(server, rule, path, words, status, detail):
    found = probe(rule(f"{server.url}/{path}", **words))
    assert (found.status, detail in found.detail) == (status, True), found


def test_prober_reads_no_more_than_it_needs(server, rule):
    probe(rule(f"{server.url}/huge"))
    assert server.sent < 8_000_000  # 20 MB wait; sockets buffer some


def test_prober_follows_no_redirect(server, rule):
    probe(rule(f"{server.url}/moved"))
    assert server.asked["/login"] == 0


def test_prober_carries_no_cookie_proxy_or_credential(server, rule, monkeypatch, tmp_path):
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login me password secret\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9/")

    async def twice():
        async with new_session(LOOPBACK) as session:
            return [await ask(session, rule(f"{server.url}/ok")) for _ in range(2)]

    assert [found.status for found in run(twice())] == ["ok", "ok"]
    assert set(server.headers_seen["/ok"]) == {
        "Host", "User-Agent", "Accept", "Accept-Encoding", "Connection",
    }  # fmt: skip


def test_prober_keeps_the_host_name_it_was_given(server, rule):
    probe(rule(f"http://localhost:{server.server_port}/ok"))
    assert server.headers_seen["/ok"]["Host"] == f"localhost:{server.server_port}"


def test_prober_finds_nobody_listening(rule):
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        found = probe(rule(f"http://127.0.0.1:{held.getsockname()[1]}/"))
    assert (found.status, found.detail) == (Status.DOWN, "Takes no connection (connection refused).")


def test_prober_finds_no_such_host(rule):
    found = probe(rule("http://no-such-host.invalid/"))
    assert (found.status, found.detail) == (Status.DOWN, "Its host name is not known.")


def test_prober_finds_what_is_not_http(rule):
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def greet():
            peer, _ = listening.accept()
            peer.sendall(b"SSH-2.0-OpenSSH_9.6\r\n")
            time.sleep(0.2)
            peer.close()

        threading.Thread(target=greet, daemon=True).start()
        found = probe(rule(f"http://127.0.0.1:{listening.getsockname()[1]}/"))
    assert (found.status, found.detail) == (Status.DOWN, "Answered what is not HTTP.")


def test_prober_trusts_no_self_made_certificate(server, rule, tmp_path):
    key, cert = tmp_path / "key.pem", tmp_path / "cert.pem"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", cert]
    subprocess.run([*made, "-days", "2", "-subj", "/CN=localhost"], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    found = probe(rule(f"https://localhost:{server.server_port}/ok"))
    assert (found.status, found.detail) == (Status.DOWN, "Its certificate is not valid.")
