"""Ask by an HTTP request: no cookies, proxies or redirects, no credentials but those a header refers to."""

from __future__ import annotations

import asyncio
import datetime as dt
import ssl
import time

import aiohttp

from hub.core.guard import Blocked
from hub.status import addresses
from hub.status.prober.judge import BODY_LIMIT, Answer, Finding, Rule, judge
from hub.status.prober.means import Means, Response
from hub.status.prober.references import NotProbed, resolved
from hub.status.profiles import PROFILES


async def ask(means: Means, rule: Rule) -> Finding:
    """What the answer means."""
    answer = await fetch(means, rule, rule.url)
    return Finding(judge(rule, answer), answer.latency_ms, answer.code)


async def fetch(means: Means, rule: Rule, url: str) -> Answer:
    """What an address answers to the method and headers of the rule, from networks that may be asked.

    Raises what aiohttp raises, Blocked, and NotProbed.
    """
    if rule.profile and rule.profile not in PROFILES:
        raise NotProbed("its profile is not known")
    if (fault := addresses.fault_of(url)) is not None:
        raise Blocked(fault)
    headers = await asyncio.to_thread(resolved, rule.headers) if rule.headers else None
    at, began = dt.datetime.now(dt.UTC), time.perf_counter()
    request = means.http.request(rule.method, url, headers=headers, allow_redirects=False)
    async with request as response:
        body, cut = await _start_of(response.content)
        return Answer(
            code=response.status,
            content_type=response.content_type,
            body=body,
            cut=cut,
            latency_ms=round((time.perf_counter() - began) * 1000),
            at=at,
            certificate_until=_until(response),
        )


def _until(response: aiohttp.ClientResponse) -> dt.datetime | None:
    """The end of the certificate, where the answer came with one."""
    told = response.certificate_until if isinstance(response, Response) else ""
    return dt.datetime.fromtimestamp(ssl.cert_time_to_seconds(told), dt.UTC) if told else None


async def _start_of(stream: aiohttp.StreamReader) -> tuple[bytes, bool]:
    """The body up to the limit, and whether there was more of it."""
    parts, size = [], 0
    while size <= BODY_LIMIT and (part := await stream.readany()):
        parts.append(part)
        size += len(part)
    return b"".join(parts)[:BODY_LIMIT], size > BODY_LIMIT
