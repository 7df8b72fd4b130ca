"""Programs that use the doors of meetings, with a token of a person."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.test import Client

from hub.accounts import tokens

Send = Callable[..., Any]


def program_of(person: Any, scope: str = "write") -> Send:
    """`send("post", "series/", title="X")`: the answer of the API to this person, or to a stranger."""
    headers = {}
    if person.is_authenticated:
        headers["Authorization"] = f"Bearer {tokens.issue_token(by=person, name='program', scope=scope)[1]}"

    def send(method: str, path: str, /, **sent: Any) -> Any:
        call = getattr(Client(), method)
        return call(f"/api/v1/{path}", sent, content_type="application/json", headers=headers)

    return send


def said(answer: Any) -> tuple[int, str]:
    """The status of a refusal and its code, and that it has the one shape of errors."""
    assert answer["Content-Type"] == "application/problem+json"
    told = answer.json()
    assert told["status"] == answer.status_code
    return answer.status_code, told["code"]


def wrong_fields(answer: Any) -> set[str]:
    """What is said to be wrong with what was sent."""
    assert said(answer) == (400, "invalid")
    return set(answer.json()["errors"])
