"""Ask by a query of Prometheus: it is operational while no series is zero, in outage when all are.

A source that fails says nothing of what it watches: everything but a whole answer with values is unknown.
"""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from hub.status.models import Status
from hub.status.prober import by_http
from hub.status.prober.judge import Answer, Finding, Rule, Verdict
from hub.status.prober.means import Means

# Prometheus forgets a series five minutes after its last sample; an answer older than that was kept by somebody.
OLDEST = dt.timedelta(minutes=5)


class NoValues(Exception):  # noqa: N818 -- it is an answer, not a fault
    """The answer has no values to go by; its text says why."""


async def ask(means: Means, rule: Rule) -> Finding:
    """What the series of the rule's query say. Times are left out: a slow Prometheus is no slow service."""
    url = f"{rule.url.rstrip('/')}/api/v1/query?{urlencode({'query': rule.query})}"
    return Finding(judge(await by_http.fetch(means, rule, url)))


def judge(answer: Answer) -> Verdict:
    """The verdict on an answer of `/api/v1/query`. Pure; never raises, whatever was answered."""
    try:
        values = _values(answer)
    except NoValues as reason:
        return Verdict(Status.UNKNOWN, f"{reason}")
    zero = sum(value == 0 for value in values)
    if not zero:
        return Verdict(Status.OK, f"{_series(len(values))} other than zero.")
    status = Status.DOWN if zero == len(values) else Status.DEGRADED
    return Verdict(status, f"{zero} of {_series(len(values))} zero.")


def _series(count: int) -> str:
    return "1 series is" if count == 1 else f"{count} series are"


def _values(answer: Answer) -> list[float]:
    told = _told(answer)
    if [one for one in _listed(told.get("warnings")) if not str(one).startswith("PromQL")]:
        raise NoValues("Prometheus says that its answer is not whole.")
    data = told.get("data")
    kind = data.get("resultType") if isinstance(data, dict) else None
    if not isinstance(data, dict) or kind not in {"vector", "scalar"}:
        raise NoValues("The query gives no values of one moment.")
    found = data.get("result")
    samples = [found] if kind == "scalar" else [
        one.get("value") if isinstance(one, dict) else None for one in _listed(found)
    ]  # fmt: skip
    if not samples:
        raise NoValues("The query finds no series.")
    return [_value(sample, answer.at) for sample in samples]


def _told(answer: Answer) -> dict[str, Any]:
    if answer.code != 200:
        raise NoValues(f"Prometheus answered {answer.code}.")
    if answer.cut:
        raise NoValues("The answer is larger than 64 KiB: ask for fewer series.")
    try:
        told = json.loads(answer.body)
    except (ValueError, RecursionError):
        raise NoValues("Answered what is not JSON.") from None
    if not isinstance(told, dict) or told.get("status") != "success":
        raise NoValues("Prometheus could not answer the query.")
    return told


def _listed(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else ()


def _value(sample: Any, asked_at: dt.datetime | None) -> float:
    try:
        at, text = sample
        value, at = float(text), float(at)
    except (TypeError, ValueError, OverflowError):
        raise NoValues("A value is no number.") from None
    if math.isnan(value):
        raise NoValues("A value is not known (NaN).")
    if asked_at and not abs(asked_at.timestamp() - at) <= OLDEST.total_seconds():
        raise NoValues("The answer is old: something before Prometheus keeps it.")
    return value
