"""Which addresses the hub itself may ask: plain web addresses, read the same way by every parser. Pure."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError


def validate(url: str) -> None:
    """Raise ValidationError unless this is an http or https address without name, password or tricks."""
    if (fault := fault_of(url)) is not None:
        raise ValidationError(fault)


def fault_of(url: str) -> str | None:
    """What is wrong with the address, in one sentence; None when nothing is."""
    if any(char <= " " or char in '\\"<>^`{|}' or ord(char) == 127 for char in url):
        return "The address has a blank, a backslash or another character that does not belong in one."
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "The address cannot be read."
    if parts.scheme not in {"http", "https"}:
        return "Only http and https addresses can be asked."
    if "@" in parts.netloc:
        return "The address must carry no user name and no password."
    if not parts.hostname or port == 0:
        return "The address names no host."
    return None
