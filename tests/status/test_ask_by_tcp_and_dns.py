"""Probes that open a connection or look a name up, through the same guard and the same deadline."""

import asyncio
import socket
import time

import pytest

from hub.core.guard import Guard
from hub.status.prober.asking import ask, new_session
from tests.status.apart import run

LOOPBACK = Guard(["127.0.0.0/8", "::1/128"])
ELSEWHERE = Guard(["10.0.0.0/8"])


def probe(rule, guard=LOOPBACK):
    async def once():
        async with new_session(guard) as session:
            return await ask(session, rule)

    return run(once())


@pytest.fixture
def listening():
    with socket.create_server(("127.0.0.1", 0)) as found:
        yield found


def port_of(sock):
    return sock.getsockname()[1]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_prober_finds_a_port_that_takes_connections(rule, listening, host):
    found = probe(rule("", kind="tcp", host=host, port=port_of(listening)))
    assert (found.status, found.detail[:18], found.http_code) == ("ok", "Took a connection ", None)
    assert found.latency_ms is not None


def test_prober_sends_nothing_and_leaves(rule, listening):
    probe(rule("", kind="tcp", host="127.0.0.1", port=port_of(listening)))
    peer, _ = listening.accept()
    with peer:
        assert peer.recv(1) == b""


def test_prober_finds_a_closed_port(rule):
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        found = probe(rule("", kind="tcp", host="127.0.0.1", port=port_of(held)))
    assert (found.status, found.detail) == ("down", "Takes no connection (connection refused).")


def test_prober_finds_one_good_address_among_several(rule, listening, monkeypatch):
    """The first address is refused, the second is closed to the hub, the third works."""
    port = port_of(listening)
    info = (socket.AF_INET, socket.SOCK_STREAM, 6, "")

    async def resolve(self, host, port, **_):
        return [(*info, ("127.0.0.2", 1)), (*info, ("192.0.2.1", port)), (*info, ("127.0.0.1", port))]

    monkeypatch.setattr(asyncio.BaseEventLoop, "getaddrinfo", resolve)
    assert probe(rule("", kind="tcp", host="several.example", port=port)).status == "ok"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "169.254.169.254", "2130706433x", "127.1"])
def test_prober_connects_to_no_closed_address(rule, listening, host):
    found = probe(rule("", kind="tcp", host=host, port=port_of(listening)), ELSEWHERE)
    assert (found.status, found.detail[:11]) in {("unknown", "Not probed:"), ("down", "Its host na")}
    listening.setblocking(False)
    with pytest.raises(BlockingIOError):
        listening.accept()


def test_prober_connects_to_no_name_that_changes_its_mind(rule, listening, monkeypatch):
    answers = iter(["10.0.0.1"] + ["127.0.0.1"] * 9)

    async def resolve(self, host, port, **_):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    monkeypatch.setattr(asyncio.BaseEventLoop, "getaddrinfo", resolve)
    assert next(answers) == "10.0.0.1"  # somebody checks the name before: open
    found = probe(rule("", kind="tcp", host="fickle.example", port=port_of(listening)), ELSEWHERE)
    assert found.detail == "Not probed: its address is not in HUB_PROBE_NETWORKS."


@pytest.mark.parametrize("kind", ["tcp", "dns"])
def test_prober_waits_no_longer_than_the_deadline(rule, kind, monkeypatch):
    async def resolve(self, host, port, **_):
        await asyncio.sleep(30)

    monkeypatch.setattr(asyncio.BaseEventLoop, "getaddrinfo", resolve)
    found = probe(rule("", kind=kind, host="slow.example", port=1))
    assert (found.status, found.detail) == ("down", "No answer within 1 s.")


@pytest.mark.parametrize(
    ("expected", "status", "detail"),
    [
        ("", "ok", "The name leads to an address"),
        ("127.0.0.1", "ok", "The name leads to an address"),
        ("127.9.9.9", "down", "The name leads to another address than expected."),
        ("8.8.8.8", "unknown", "Not probed: its address is not in HUB_PROBE_NETWORKS."),
    ],
)
def test_prober_looks_a_name_up(rule, expected, status, detail):
    found = probe(rule("", kind="dns", host="localhost", expected_address=expected))
    assert (found.status, detail in found.detail) == (status, True), found
    assert "127." not in found.detail


def test_prober_finds_a_name_that_leads_nowhere(rule):
    for kind in ("dns", "tcp"):
        found = probe(rule("", kind=kind, host="no-such-host.invalid", port=80))
        assert (found.status, found.detail) == ("down", "Its host name is not known.")


def test_prober_says_nothing_of_names_in_networks_it_may_not_ask(rule):
    found = probe(rule("", kind="dns", host="localhost"), ELSEWHERE)
    assert (found.status, found.detail) == (
        "unknown", "Not probed: its address is not in HUB_PROBE_NETWORKS.",
    )  # fmt: skip


def test_prober_asks_a_slow_name_server_and_says_so(rule, monkeypatch):
    real = asyncio.BaseEventLoop.getaddrinfo

    async def resolve(self, *told, **more):
        time.sleep(0.05)  # noqa: ASYNC251 -- the loop waits too, so that the time is surely measured
        return await real(self, *told, **more)

    monkeypatch.setattr(asyncio.BaseEventLoop, "getaddrinfo", resolve)
    found = probe(rule("", kind="dns", host="localhost", degraded_ms=10))
    assert (found.status, found.detail[:5]) == ("degraded", "Slow:")


@pytest.mark.parametrize(
    "words",
    [
        {"kind": "tcp"}, {"kind": "tcp", "host": "127.0.0.1"}, {"kind": "tcp", "host": "a" * 64, "port": 1},
        {"kind": "dns"}, {"kind": "dns", "host": "127.0.0.1"}, {"kind": "dns", "host": "0x7f000001"},
        {"kind": "carrier-pigeon"}, {"kind": "http"}, {"kind": "http", "profile": "of-another-version"},
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_unknown_and_no_outage(rule, words):
    found = probe(rule("", **words))
    assert (found.status, found.detail[:11]) == ("unknown", "Not probed:"), found
