"""One probe: ask within a deadline, no cookies, proxies, credentials or redirects, and read only so much."""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import time
from dataclasses import dataclass

import aiohttp

from hub.core.guard import Blocked, Guard
from hub.status import addresses
from hub.status.models import Status
from hub.status.prober.judge import BODY_LIMIT, Answer, Rule, Verdict, judge

HEADERS = {"User-Agent": "ml-platform-hub-prober", "Accept": "*/*", "Accept-Encoding": "identity"}


@dataclass(frozen=True, slots=True)
class Measurement:
    """What one probe found."""

    key: int
    at: dt.datetime
    status: Status
    detail: str
    latency_ms: int | None = None
    http_code: int | None = None


def new_session(guard: Guard) -> aiohttp.ClientSession:
    """A client that keeps nothing between two probes: each proves anew that the target takes connections."""
    connector = aiohttp.TCPConnector(limit=0, force_close=True, ttl_dns_cache=10, socket_factory=guard.socket)
    return aiohttp.ClientSession(
        connector=connector,
        cookie_jar=aiohttp.DummyCookieJar(),
        trust_env=False,
        auto_decompress=False,
        headers=HEADERS,
        timeout=aiohttp.ClientTimeout(total=None, sock_connect=None),
    )


async def ask(session: aiohttp.ClientSession, rule: Rule) -> Measurement:
    """Probe one target; whatever happens is a measurement."""
    at, answer = dt.datetime.now(dt.UTC), None
    try:
        async with asyncio.timeout(rule.timeout_s):
            answer = await _fetch(session, rule)
        verdict = judge(rule, answer)
    except Exception as error:  # noqa: BLE001 -- a target must not be able to end the prober
        verdict = _failed(rule, error)
    return Measurement(
        rule.key,
        at,
        verdict.status,
        verdict.detail[:500],
        answer.latency_ms if answer else None,
        answer.code if answer else None,
    )


async def _fetch(session: aiohttp.ClientSession, rule: Rule) -> Answer:
    if (fault := addresses.fault_of(rule.url)) is not None:
        raise Blocked(fault)
    began = time.perf_counter()
    async with session.get(rule.url, allow_redirects=False) as response:
        body, cut = await _start_of(response.content)
        return Answer(
            code=response.status,
            content_type=response.content_type,
            body=body,
            cut=cut,
            latency_ms=round((time.perf_counter() - began) * 1000),
        )


async def _start_of(stream: aiohttp.StreamReader) -> tuple[bytes, bool]:
    """The body up to the limit, and whether there was more of it."""
    parts, size = [], 0
    while size <= BODY_LIMIT and (part := await stream.readany()):
        parts.append(part)
        size += len(part)
    return b"".join(parts)[:BODY_LIMIT], size > BODY_LIMIT


def _failed(rule: Rule, error: Exception) -> Verdict:
    """What it means that no answer came: the target's fault, unless the hub may not ask it."""
    blocked = error if isinstance(error, Blocked) else getattr(error, "os_error", None)
    if isinstance(blocked, Blocked):
        return Verdict(Status.UNKNOWN, f"Not probed: {blocked}.")
    if isinstance(error, TimeoutError):
        return Verdict(Status.DOWN, f"No answer within {rule.timeout_s} s.")
    return Verdict(Status.DOWN, _words(error))


def _words(error: Exception) -> str:  # noqa: PLR0911 -- a table
    """The failure in words that name no address."""
    match error:
        case aiohttp.ClientConnectorDNSError():
            return "Its host name is not known."
        case aiohttp.ClientConnectorCertificateError():
            return "Its certificate is not valid."
        case aiohttp.ClientSSLError():
            return "No secure connection is possible."
        case aiohttp.ClientConnectorError():
            return f"Takes no connection ({_system_words(error.os_error)})."
        case aiohttp.ServerDisconnectedError() | aiohttp.ClientPayloadError() | ConnectionError():
            return "Closed the connection before the answer was whole."
        case aiohttp.ClientError() | ValueError():
            return "Answered what is not HTTP."
    return f"Could not be asked ({type(error).__name__})."


def _system_words(error: OSError) -> str:
    return os.strerror(error.errno).lower() if error.errno and error.errno > 0 else "unreachable"
