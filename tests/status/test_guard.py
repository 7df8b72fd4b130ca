# ruff: noqa: S104 -- these addresses are what must not be reached
"""Where probes may go: nothing but the listed networks, however the address is dressed up."""

import socket

import aiohttp
import pytest

from hub.core.guard import Guard
from hub.status import addresses
from hub.status.prober.asking import ask, new_session
from tests.status.apart import run

EVERYTHING = Guard(["0.0.0.0/0", "::/0"])
TEN = Guard(["10.0.0.0/8"])


@pytest.mark.parametrize(
    "address",
    [
        "169.254.169.254", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "64:ff9b:1::a9fe:a9fe",
        "2002:a9fe:a9fe::1", "::a9fe:a9fe", "2001:0:a9fe:a9fe::1", "fd00:ec2::254", "fe80::1", "fe80::1%lo",
        "0.0.0.0", "::", "224.0.0.1", "ff02::1", "255.255.255.255", "100.100.100.200", "168.63.129.16",
        "::ffff:0:0", "not-an-address", "",
    ],
)  # fmt: skip
def test_guard_never_allows(address):
    assert not EVERYTHING.allows(address)


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "11.0.0.1", "192.168.1.1", "::1", "::ffff:127.0.0.1", "2002:7f00:1::", "100.64.0.1"],
)
def test_guard_refuses_what_is_not_listed(address):
    assert not TEN.allows(address)


@pytest.mark.parametrize("address", ["10.0.0.1", "10.255.255.255", "::ffff:10.0.0.1"])
def test_guard_allows_what_is_listed(address):
    assert TEN.allows(address)


def test_guard_looks_at_the_address_inside_a_translated_one():
    guard = Guard(["64:ff9b::/96", "10.0.0.0/8"])
    assert guard.allows("64:ff9b::a00:1")
    assert not guard.allows("64:ff9b::7f00:1")


def test_guard_without_networks_allows_nothing():
    assert not Guard([]).allows("127.0.0.1")


def test_guard_refuses_a_list_that_is_no_network():
    with pytest.raises(ValueError, match="has host bits set"):
        Guard(["10.0.0.1/8"])


def blocked(rule, guard=TEN):
    async def once():
        async with new_session(guard) as session:
            return await ask(session, rule)

    found = run(once())
    return found.status == "unknown" and found.http_code is None and found.detail.startswith("Not probed:")


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "[::1]",
        "[::ffff:127.0.0.1]", "0.0.0.0", "169.254.169.254", "[::ffff:169.254.169.254]", "10.0.0.1@127.0.0.1",
        "10.0.0.1:80@127.0.0.1", "127.0.0.1\\@10.0.0.1", "10.0.0.1%20@127.0.0.1",
    ],
)  # fmt: skip
def test_prober_reaches_no_closed_address(server, rule, host):
    found = blocked(rule(f"http://{host}:{server.server_port}/ok"))
    assert server.asked.total() == 0
    assert found or host in {"127.1", "2130706433", "0x7f000001", "0177.0.0.1"}  # or no host name at all


def test_prober_is_not_fooled_by_a_name_that_changes_its_mind(server, rule, monkeypatch):
    """The name leads to an open address when it is checked first and to a closed one when it is used."""
    answers = iter(["10.0.0.1"] + ["127.0.0.1"] * 9)

    async def resolve(self, host, port=0, family=socket.AF_INET):
        return [
            {"hostname": host, "host": next(answers), "port": port, "family": socket.AF_INET,
             "proto": 0, "flags": 0}
        ]  # fmt: skip

    monkeypatch.setattr(aiohttp.resolver.ThreadedResolver, "resolve", resolve)
    assert socket.inet_aton(next(answers))  # somebody checks the name before: open
    assert blocked(rule(f"http://fickle.example:{server.server_port}/ok"))
    assert server.asked.total() == 0


def test_prober_does_not_follow_a_redirect_into_a_closed_network(server, rule):
    found = blocked(rule(f"{server.url}/moved"), Guard(["127.0.0.0/8"]))
    assert not found
    assert server.asked == {"/moved": 1}


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "ftp://10.0.0.1/", "gopher://10.0.0.1/", "//10.0.0.1/", "10.0.0.1", "",
        "http://", "http:///path", "http://a:b@10.0.0.1/", "http://10.0.0.1:99999/", "http://10.0.0.1:0/",
        "http://10.0.0.1\\@evil.example/", "http://10.0.0.1/ x", "http://10.0.0.1/\r\nHost: evil",
        "http://[::1", "javascript:alert(1)", "http://10.0.0.1/\x00",
    ],
)  # fmt: skip
def test_addresses_that_are_refused(url):
    assert addresses.fault_of(url)


@pytest.mark.parametrize(
    "url",
    ["http://10.0.0.1/", "https://mlflow.example:8443/health?x=1#y", "http://[fd00::1]:80/"],
)
def test_addresses_that_are_taken(url):
    assert addresses.fault_of(url) is None
