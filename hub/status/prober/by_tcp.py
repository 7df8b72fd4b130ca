"""Ask by opening a TCP connection and closing it again; nothing is sent."""

from __future__ import annotations

import asyncio
import socket
import time
from typing import Any

from hub.core.guard import Blocked
from hub.status.prober.judge import Finding, Rule, in_time
from hub.status.prober.means import Means
from hub.status.prober.references import NotProbed
from hub.status.ways import is_host

MOST = 8  # addresses of one name that are tried


class NoConnection(Exception):  # noqa: N818 -- it is an answer, not a fault
    """No address of the target takes a connection; its cause is the system's error."""


async def ask(means: Means, rule: Rule) -> Finding:
    """Whether one of the target's addresses takes a connection."""
    if not is_host(rule.host) or not rule.port:
        raise NotProbed("it names no host and port")
    began = time.perf_counter()
    found = await asyncio.get_running_loop().getaddrinfo(rule.host, rule.port, type=socket.SOCK_STREAM)
    await _first(means, found[:MOST])
    latency_ms = round((time.perf_counter() - began) * 1000)
    return Finding(in_time(rule, latency_ms, "Took a connection"), latency_ms)


async def _first(means: Means, found: list[Any]) -> None:
    """Try all addresses at once, so that one that hangs does not hide one that works."""
    tries = [asyncio.create_task(_connect(means, info)) for info in found]
    refused: list[OSError] = []
    try:
        for done in asyncio.as_completed(tries):
            try:
                await done
                break
            except OSError as error:
                refused.append(error)
    finally:
        for one in tries:
            one.cancel()
        await asyncio.gather(*tries, return_exceptions=True)
    if len(refused) == len(tries):
        _fail(refused)


def _fail(refused: list[OSError]) -> None:
    """A refusal by the target says more than one by the guard."""
    met = [error for error in refused if not isinstance(error, Blocked)]
    if met:
        raise NoConnection from met[0]
    raise refused[0]


async def _connect(means: Means, info: tuple[Any, ...]) -> None:
    with means.guard.socket(info) as sock:
        sock.settimeout(0)
        await asyncio.get_running_loop().sock_connect(sock, info[4])
