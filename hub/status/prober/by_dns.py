"""Ask by looking a name up, the way this machine looks names up; nothing is connected to."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import time

from hub.core.guard import Blocked
from hub.status import ways
from hub.status.models import Status
from hub.status.prober.judge import Finding, Rule, Verdict, in_time
from hub.status.prober.means import Means
from hub.status.prober.references import NotProbed

OTHER = Verdict(Status.DOWN, "The name leads to another address than expected.")


async def ask(means: Means, rule: Rule) -> Finding:
    """Whether the name leads somewhere, and to the expected address where there is one.

    Addresses outside the allowed networks count for nothing: else a target could map foreign networks.
    """
    if not ways.HOST_NAME.match(rule.host):
        raise NotProbed("it has no name that can be looked up")
    began = time.perf_counter()
    found = await asyncio.get_running_loop().getaddrinfo(rule.host, None, type=socket.SOCK_STREAM)
    latency_ms = round((time.perf_counter() - began) * 1000)
    open_ones = {_plain(str(info[4][0])) for info in found if means.guard.allows(str(info[4][0]))}
    wanted = _plain(rule.expected_address) if rule.expected_address else ""
    if not open_ones or (wanted and not means.guard.allows(wanted)):
        raise Blocked(f"its address is not in {means.guard.setting}")
    if wanted and wanted not in open_ones:
        return Finding(OTHER, latency_ms)
    return Finding(in_time(rule, latency_ms, "The name leads to an address"), latency_ms)


def _plain(address: str) -> str:
    """One way of writing an address."""
    return str(ipaddress.ip_address(address.partition("%")[0]))
