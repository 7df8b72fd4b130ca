"""What the ways of asking share: the networks that may be asked, and one HTTP client."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from typing import Self

import aiohttp

from hub.core.guard import Guard

HEADERS = {"User-Agent": "ml-platform-hub-prober", "Accept": "*/*", "Accept-Encoding": "identity"}


class Response(aiohttp.ClientResponse):
    """A response that knows until when the certificate is valid that it came with."""

    certificate_until: str = ""

    async def start(self, connection: aiohttp.connector.Connection) -> Self:
        """Look at the certificate now: with a short answer the connection is gone right after."""
        transport = connection.transport
        found = transport.get_extra_info("peercert") if transport else None
        self.certificate_until = (found or {}).get("notAfter", "")
        await super().start(connection)
        return self


@dataclass(frozen=True)
class Means:
    """Used as `async with`; closes its client at the end."""

    guard: Guard
    http: aiohttp.ClientSession

    async def __aenter__(self) -> Self:
        """Take it into use."""
        return self

    async def __aexit__(self, *_error: object) -> None:
        """Close the client."""
        await self.http.close()


def new_session(guard: Guard, trust: ssl.SSLContext | None = None) -> Means:
    """A client that keeps nothing between two probes: each proves anew that the target takes connections.

    `trust` says whose certificates count; by default those the system trusts.
    """
    connector = aiohttp.TCPConnector(
        limit=0, force_close=True, ttl_dns_cache=10, socket_factory=guard.socket, ssl=trust or True
    )
    client = aiohttp.ClientSession(
        connector=connector,
        cookie_jar=aiohttp.DummyCookieJar(),
        trust_env=False,
        auto_decompress=False,
        headers=HEADERS,
        response_class=Response,
        timeout=aiohttp.ClientTimeout(total=None, sock_connect=None),
    )
    return Means(guard, client)
