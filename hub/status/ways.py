"""How a target is asked when its profile has filled what it leaves out, and what cannot be asked at all. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.core.exceptions import ValidationError
from django.core.validators import validate_ipv46_address

from hub.status import headers
from hub.status.profiles import PROFILES, Profile

HTTP, TCP, DNS, HEARTBEAT = "http", "tcp", "dns", "heartbeat"
PROMETHEUS = "prometheus"
#: They know of others: that one of them cannot be asked says nothing about what it watches.
SOURCES = frozenset({PROMETHEUS})
GET, HEAD = "GET", "HEAD"
# The last part begins with a letter, so that no form of an address passes for a name.
HOST_NAME = re.compile(
    r"(?=.{1,253}\Z)(?:[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?\.)*"
    r"[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.?\Z"
)

DEPTHS = {
    TCP: "the connection: its port is open",
    DNS: "the name: it leads somewhere",
    PROMETHEUS: "what a query of Prometheus says: no series of it is zero",
    HEARTBEAT: "the work itself: whoever does it says when it is done",
}
UNSEEN = {
    TCP: "It does not see whether what takes the connection is the service, nor whether it works.",
    DNS: "It does not see whether anything answers at the address.",
    PROMETHEUS: "It sees what Prometheus scraped, which may be minutes old, and nothing that the query leaves out.",
    HEARTBEAT: "It does not see what happens between two signs of life, nor whether what was done is right.",
}

NEEDS = {HTTP: ("url",), TCP: ("host", "port"), DNS: ("host",), HEARTBEAT: (),
         PROMETHEUS: ("url", "query")}  # fmt: skip
BELONGS = {
    "url": (HTTP, PROMETHEUS), "profile": (HTTP,), "method": (HTTP,), "headers": (HTTP, PROMETHEUS),
    "query": (PROMETHEUS,),
    "host": (TCP, DNS), "port": (TCP,), "expected_address": (DNS,),
}  # fmt: skip


class Told(Protocol):
    """What a target says of how it is asked: a row of its table."""

    kind: str
    profile: str
    url: str
    method: str
    expected_codes: list[int]
    body_contains: str
    json_path: str
    json_equals: str


@dataclass(frozen=True, slots=True)
class Way:
    """How an HTTP target is asked and what it must answer, whoever said it."""

    url: str
    method: str
    codes: tuple[int, ...]
    contains: str
    json: tuple[tuple[str, str], ...]
    profile: Profile | None

    @property
    def reads_body(self) -> bool:
        """Whether the body decides anything."""
        return bool(self.contains or self.json)


def way_of(target: Told) -> Way:
    """The target's own words first. A rule for the body is one whole: the target's stands for the profile's."""
    profile = PROFILES.get(target.profile) if target.kind == HTTP else None
    own = bool(target.body_contains or target.json_path)
    json: tuple[tuple[str, str], ...] = ((target.json_path, target.json_equals),) if target.json_path else ()
    return Way(
        url=profile.address(target.url) if profile else target.url,
        method=target.method or GET,
        codes=tuple(target.expected_codes) or (profile.codes if profile else (200,)),
        contains=target.body_contains if own or not profile else profile.contains,
        json=json if own or not profile else profile.json,
        profile=profile,
    )


@dataclass
class _Row:
    """A target in the making, as a file or a form tells it."""

    kind: str = HTTP
    profile: str = ""
    url: str = ""
    method: str = ""
    expected_codes: list[int] = field(default_factory=list)
    body_contains: str = ""
    json_path: str = ""
    json_equals: str = ""


def fault_of(told: Mapping[str, Any]) -> str:
    """What keeps a target from being asked, by the fields that were told; empty when nothing does."""
    kind = told.get("kind") or HTTP
    strange = next((name for name, kinds in BELONGS.items() if told.get(name) and kind not in kinds), "")
    if strange:
        return f"{strange} belongs to a target of kind {' or '.join(BELONGS[strange])}, not {kind}"
    missing = next((name for name in NEEDS.get(kind, ()) if not told.get(name)), "")
    if missing:
        return f"{missing} is missing"
    if kind == DNS and not HOST_NAME.match(told["host"]):
        return "a target of kind dns needs a name as host, not an address"
    if fault := headers.fault_of(told.get("headers") or {}):
        return fault
    return _http_fault(told) if kind == HTTP else ""


def _http_fault(told: Mapping[str, Any]) -> str:
    way = way_of(_Row(**{name: told[name] for name in _Row.__dataclass_fields__ if told.get(name)}))
    if way.method == HEAD and way.reads_body:
        return "HEAD brings no body, so nothing can be expected of it"
    return ""


def is_host(host: str) -> bool:
    """Whether this is a host name or an IP address."""
    try:
        validate_ipv46_address(host)
    except ValidationError:
        return bool(HOST_NAME.match(host))
    return True


def validate_host(host: str) -> None:
    """Raise ValidationError unless this is a host name or an IP address."""
    if not is_host(host):
        raise ValidationError("This is no host name and no IP address.")
