"""What an answer means: operational, degraded, outage, or nothing that can be known. Pure."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

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

    @property
    def reads_body(self) -> bool:
        """Whether the body decides anything."""
        return bool(self.contains or self.json_path)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, the body cut at the limit."""

    code: int
    content_type: str
    body: bytes
    cut: bool
    latency_ms: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """What it means, and why in one line that shows nothing of the body but the value that was looked at."""

    status: Status
    detail: str


def judge(rule: Rule, answer: Answer) -> Verdict:
    """The verdict on an answer: first its code, then its body, then how long it took."""
    verdict = _by_code(rule, answer) or _by_body(rule, answer)
    if verdict is not None:
        return verdict
    if answer.latency_ms > rule.degraded_ms:
        return Verdict(Status.DEGRADED, f"Slow: {answer.latency_ms} ms, expected at most {rule.degraded_ms}.")
    return Verdict(Status.OK, f"Answered {answer.code} in {answer.latency_ms} ms.")


def _by_code(rule: Rule, answer: Answer) -> Verdict | None:
    """A fault in the code; a way elsewhere or a closed door proves nothing about the service behind it."""
    if answer.code in (rule.codes or (200,)):
        return None
    if 300 <= answer.code < 400:
        return Verdict(Status.UNKNOWN, f"Redirects ({answer.code}), perhaps to a sign-in page.")
    if answer.code in NO_ENTRY:
        return Verdict(Status.UNKNOWN, f"Asks to sign in ({answer.code}).")
    return Verdict(Status.DOWN, f"Answered {answer.code}.")


def _by_body(rule: Rule, answer: Answer) -> Verdict | None:
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


def _by_json(rule: Rule, answer: Answer) -> Verdict | None:  # noqa: PLR0911 -- a table
    if _is_html(answer):
        return Verdict(Status.UNKNOWN, "Answered with a web page instead of JSON.")
    if answer.cut:
        return Verdict(Status.UNKNOWN, "The answer is larger than 64 KiB.")
    try:
        value = value_at(json.loads(answer.body), rule.json_path)
    except (ValueError, RecursionError):
        return Verdict(Status.DOWN, "The answer is not JSON.")
    except LookupError:
        return Verdict(Status.DOWN, f"The answer has no {rule.json_path}.")
    found = value if isinstance(value, str) else json.dumps(value)
    if rule.json_equals and found != rule.json_equals:
        return Verdict(Status.DOWN, f"{rule.json_path} is {found[:80]}, expected {rule.json_equals}.")
    if rule.contains and rule.contains.encode() not in answer.body:
        return Verdict(Status.DOWN, "The answer does not have the expected text.")
    return None


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
