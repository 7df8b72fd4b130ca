"""One probe: ask within a deadline by the means of its kind, and say in plain words what came of it."""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import socket

import aiohttp

from hub.core.guard import Blocked
from hub.status import ways
from hub.status.models import Status
from hub.status.prober import by_dns, by_http, by_prometheus, by_tcp
from hub.status.prober.judge import Finding, Measurement, Rule, Verdict
from hub.status.prober.means import Means, new_session
from hub.status.prober.references import NotProbed

__all__ = ["Measurement", "ask", "new_session"]

ASK_BY = {
    ways.HTTP: by_http.ask, ways.TCP: by_tcp.ask, ways.DNS: by_dns.ask, ways.PROMETHEUS: by_prometheus.ask,
}  # fmt: skip


async def ask(means: Means, rule: Rule) -> Measurement:
    """Probe one target; whatever happens is a measurement."""
    at = dt.datetime.now(dt.UTC)
    try:
        async with asyncio.timeout(rule.timeout_s):
            found = await ASK_BY.get(rule.kind, _unheard_of)(means, rule)
    except Exception as error:  # noqa: BLE001 -- a target must not be able to end the prober
        found = Finding(_failed(rule, error))
    verdict = found.verdict
    return Measurement(rule.key, at, verdict.status, verdict.detail[:500], found.latency_ms, found.http_code)


async def _unheard_of(_means: Means, rule: Rule) -> Finding:
    raise NotProbed(f"nothing here asks by {rule.kind}")


def _failed(rule: Rule, error: Exception) -> Verdict:
    """What it means that no answer came: the target's fault, unless the hub may not or cannot ask it."""
    if isinstance(error, NotProbed):
        return Verdict(Status.UNKNOWN, f"Not probed: {error}.")
    blocked = error if isinstance(error, Blocked) else getattr(error, "os_error", None)
    if isinstance(blocked, Blocked):
        return Verdict(Status.UNKNOWN, f"Not probed: {blocked}.")
    if rule.kind in ways.SOURCES:
        said = f"no answer within {rule.timeout_s} s." if isinstance(error, TimeoutError) else _words(error)
        return Verdict(Status.UNKNOWN, f"Its source cannot be asked: {said[0].lower()}{said[1:]}")
    if isinstance(error, TimeoutError):
        return Verdict(Status.DOWN, f"No answer within {rule.timeout_s} s.")
    return Verdict(Status.DOWN, _words(error))


def _words(error: Exception) -> str:  # noqa: PLR0911 -- a table
    """The failure in words that name no address."""
    match error:
        case aiohttp.ClientConnectorDNSError() | socket.gaierror():
            return "Its host name is not known."
        case aiohttp.ClientConnectorCertificateError():
            return "Its certificate is not valid."
        case aiohttp.ClientSSLError():
            return "No secure connection is possible."
        case aiohttp.ClientConnectorError():
            return f"Takes no connection ({_system_words(error.os_error)})."
        case by_tcp.NoConnection():
            return f"Takes no connection ({_system_words(error.__cause__)})."
        case aiohttp.ServerDisconnectedError() | aiohttp.ClientPayloadError() | ConnectionError():
            return "Closed the connection before the answer was whole."
        case aiohttp.ClientError() | ValueError():
            return "Answered what is not HTTP."
    return f"Could not be asked ({type(error).__name__})."


def _system_words(error: BaseException | None) -> str:
    number = error.errno if isinstance(error, OSError) else None
    return os.strerror(number).lower() if number and number > 0 else "unreachable"
