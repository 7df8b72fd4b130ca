"""What an answer means: operational, degraded, outage, or nothing that can be known. Pure."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import dataclass
from typing import Any

from hub.status import headers
from hub.status.models import Status

BODY_LIMIT = 64 * 1024
PASSWORD_FIELD = re.compile(rb"""<input[^>]+type=["']?password""", re.IGNORECASE)
NO_ENTRY = {401, 403, 407}


@dataclass(frozen=True, slots=True)
class Rule:
    """How a target is asked and what it must answer (a Target without its results)."""

    key: int
    slug: str
    url: str
    codes: tuple[int, ...]
    contains: str
    json_path: str
    json_equals: str
    degraded_ms: int
    interval_s: int
    timeout_s: int
    kind: str = "http"
    method: str = "GET"
    headers: tuple[tuple[str, str], ...] = ()
    also_json: tuple[tuple[str, str], ...] = ()  # more paths and values, of a profile
    profile: str = ""
    certificate_days: int = 0
    host: str = ""
    port: int = 0
    expected_address: str = ""
    query: str = ""

    @property
    def is_private(self) -> bool:
        """Whether a secret is sent; an answer may give it back, so none of it is quoted."""
        return any(headers.SCHEME in value for _, value in self.headers)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, the body cut at the limit."""

    code: int
    content_type: str
    body: bytes
    cut: bool
    latency_ms: int
    at: dt.datetime | None = None
    certificate_until: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What it means, and why in one line that shows nothing of the body but the value that was looked at."""

    status: Status
    detail: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What one way of asking came to."""

    verdict: Verdict
    latency_ms: int | None = None
    http_code: int | None = None


@dataclass(frozen=True, slots=True)
class Measurement:
    """What one probe found."""

    key: int
    at: dt.datetime
    status: Status
    detail: str
    latency_ms: int | None = None
    http_code: int | None = None


def judge(rule: Rule, answer: Answer) -> Verdict:
    """The verdict on an answer: first its code, then its body, then how long it took."""
    verdict = _by_code(rule, answer) or _by_body(rule, answer)
    if verdict is not None:
        return verdict
    ending = _by_certificate(rule, answer)
    timely = in_time(rule, answer.latency_ms, f"Answered {answer.code}")
    if ending and timely.status != Status.OK:
        return Verdict(Status.DEGRADED, f"{timely.detail} {ending}")
    return Verdict(Status.DEGRADED, ending) if ending else timely


def in_time(rule: Rule, latency_ms: int, done: str) -> Verdict:
    """What is as expected is operational, unless it took too long."""
    if latency_ms > rule.degraded_ms:
        return Verdict(Status.DEGRADED, f"Slow: {latency_ms} ms, expected at most {rule.degraded_ms}.")
    return Verdict(Status.OK, f"{done} in {latency_ms} ms.")


def _by_certificate(rule: Rule, answer: Answer) -> str:
    """That the certificate ends soon, in words; empty when it does not, or nobody asked."""
    until = answer.certificate_until
    if not rule.certificate_days or until is None or answer.at is None:
        return ""
    if until - answer.at > dt.timedelta(days=rule.certificate_days):
        return ""
    return f"Its certificate ends on {until.day} {until:%b %Y}."


def _by_code(rule: Rule, answer: Answer) -> Verdict | None:
    """A fault in the code; a way elsewhere or a closed door proves nothing about the service behind it."""
    if answer.code in (rule.codes or (200,)):
        return None
    if 300 <= answer.code < 400:
        return Verdict(Status.UNKNOWN, f"Redirects ({answer.code}), perhaps to a sign-in page.")
    if answer.code in NO_ENTRY:
        return Verdict(Status.UNKNOWN, f"Asks to sign in ({answer.code}).")
    return Verdict(Status.DOWN, f"Answered {answer.code}.")


def _by_body(rule: Rule, answer: Answer) -> Verdict | None:  # noqa: PLR0911 -- a table
    if rule.profile and _is_html(answer):
        return Verdict(Status.UNKNOWN, "Answered with a web page, perhaps a sign-in page.")
    if rule.json_path:
        return _by_json(rule, answer)
    if rule.contains and rule.contains.encode() in answer.body:
        return None
    if _is_html(answer) and (rule.contains or PASSWORD_FIELD.search(answer.body)):
        return Verdict(Status.UNKNOWN, "Answered with a web page, perhaps a sign-in page.")
    if rule.contains and answer.cut:
        return Verdict(Status.UNKNOWN, "The answer is larger than 64 KiB, its start does not have the text.")
    if rule.contains:
        return Verdict(Status.DOWN, "The answer does not have the expected text.")
    return None


def _by_json(rule: Rule, answer: Answer) -> Verdict | None:
    if _is_html(answer):
        return Verdict(Status.UNKNOWN, "Answered with a web page instead of JSON.")
    if answer.cut:
        return Verdict(Status.UNKNOWN, "The answer is larger than 64 KiB.")
    try:
        data = json.loads(answer.body)
    except (ValueError, RecursionError):
        return Verdict(Status.DOWN, "The answer is not JSON.")
    for path, wanted in ((rule.json_path, rule.json_equals), *rule.also_json):
        if fault := _at_path(data, path, wanted, quotes=not rule.is_private):
            return Verdict(Status.DOWN, fault)
    if rule.contains and rule.contains.encode() not in answer.body:
        return Verdict(Status.DOWN, "The answer does not have the expected text.")
    return None


def _at_path(data: Any, path: str, wanted: str, *, quotes: bool) -> str:
    """What is wrong with the value at a path; empty when nothing is."""
    try:
        value = value_at(data, path)
    except LookupError:
        return f"The answer has no {path}."
    found = value if isinstance(value, str) else json.dumps(value)
    if not wanted or found == wanted:
        return ""
    return f"{path} is {found[:80]}, expected {wanted}." if quotes else f"{path} is not {wanted}."


def value_at(data: Any, path: str) -> Any:
    """The value at a path such as `checks.0.status`; raises LookupError when there is none."""
    for step in path.split("."):
        if isinstance(data, list) and step.isdecimal():
            data = data[int(step)]
        elif isinstance(data, dict):
            data = data[step]
        else:
            raise LookupError(step)
    return data


def _is_html(answer: Answer) -> bool:
    start = answer.body[:200].lstrip().lower()
    return "html" in answer.content_type or start.startswith((b"<!doctype html", b"<html"))
