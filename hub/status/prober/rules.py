"""From a target as it is kept to the rule the prober goes by."""

from __future__ import annotations

from typing import Any

from hub.status.prober.judge import Rule
from hub.status.ways import way_of

FIELDS = (
    "pk", "slug", "kind", "profile", "url", "method", "headers", "expected_codes", "body_contains", "json_path",
    "json_equals", "certificate_days", "host", "port", "expected_address", "degraded_ms", "interval_s", "timeout_s",
    "query",
)  # fmt: skip


def rule_of(target: Any) -> Rule:
    """The rule of a row that has FIELDS; what it leaves out comes from its profile."""
    way = way_of(target)
    (path, equals), *more = way.json or (("", ""),)
    return Rule(
        key=target.pk,
        slug=target.slug,
        url=way.url,
        codes=way.codes,
        contains=way.contains,
        json_path=path,
        json_equals=equals,
        degraded_ms=target.degraded_ms,
        interval_s=target.interval_s,
        timeout_s=target.timeout_s,
        kind=target.kind,
        method=way.method,
        headers=tuple(sorted(target.headers.items())),
        also_json=tuple(more),
        profile=target.profile,
        certificate_days=target.certificate_days,
        host=target.host,
        port=target.port or 0,
        expected_address=target.expected_address,
        query=target.query,
    )
