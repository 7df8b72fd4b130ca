"""Headers a probe may send. A secret is never written there: `secret://NAME` says where the prober finds it. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

MOST = 20
LONGEST = 1_000
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}\Z")
VALUE = re.compile(r"[\x20-\x7e]*\Z")
SCHEME = "secret://"
#: The whole value, or what follows a word such as Bearer.
REFERENCE = re.compile(r"(?P<before>(?:[A-Za-z][A-Za-z0-9-]* )?)secret://(?P<name>[A-Z][A-Z0-9_]{0,99})\Z")

#: They are about one connection or about the form of the request, and belong to the prober alone.
OWN = {
    "host", "connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection", "te",
    "trailer", "transfer-encoding", "upgrade", "content-length", "content-encoding", "expect", "accept-encoding",
}  # fmt: skip
#: HUB_SECRET_KEY signs the sessions of the hub; no probe sends it anywhere.
NOT_TO_SEND = {"KEY"}
PRIVATE = re.compile(r"auth|cookie|token|secret|password|passwd|credential|session|api-?_?key", re.IGNORECASE)


def fault_of(headers: Any) -> str:
    """What is wrong with the headers, in words that show no value; empty when nothing is."""
    if not isinstance(headers, Mapping):
        return "headers must be a mapping of names to values"
    if len(headers) > MOST:
        return f"{MOST} headers at most"
    names = [str(name).lower() for name in headers]
    if twice := next((name for name in names if names.count(name) > 1), ""):
        return f"the header {twice} is there twice"
    return next((fault for name, value in headers.items() if (fault := _fault(str(name), value))), "")


def _fault(name: str, value: Any) -> str:  # noqa: PLR0911 -- a table
    if not NAME.match(name):
        return "a header has a name with other characters than letters, digits, dashes and underscores"
    if name.lower() in OWN:
        return f"the header {name} is set by the prober alone"
    if not isinstance(value, str) or not value.strip():
        return f"the value of the header {name} must be text (a number in quotes)"
    if len(value) > LONGEST or not VALUE.match(value):
        return f"the value of the header {name} is too long or has characters no header can carry"
    reference = REFERENCE.match(value)
    if SCHEME in value and not reference:
        return f"the header {name} must refer to a secret as secret://NAME, alone or after one word"
    if reference and reference["name"] in NOT_TO_SEND:
        return f"the header {name} refers to a secret of the hub itself"
    if PRIVATE.search(name) and not reference:
        return f"the header {name} must refer to a secret (secret://NAME), not hold it"
    return ""
