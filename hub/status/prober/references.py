"""Secrets that headers refer to, looked up when a probe is made and kept nowhere."""

from __future__ import annotations

import os
from pathlib import Path

from django.conf import settings

from hub.status import headers

LONGEST = 16 * 1024


class NotProbed(Exception):  # noqa: N818 -- it is an answer, not a fault
    """A probe was not made; the text says why, for everybody."""


def resolved(told: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """The headers as they are sent; raises NotProbed when they cannot be."""
    if fault := headers.fault_of(dict(told)):
        raise NotProbed(fault)
    return {name: _value(value) for name, value in told}


def _value(told: str) -> str:
    reference = headers.REFERENCE.match(told)
    return reference["before"] + secret(reference["name"]) if reference else told


def secret(name: str) -> str:
    """The value of HUB_SECRET_<name>, else of the file of that name in the folder HUB_SECRETS."""
    value = os.environ.get(f"HUB_SECRET_{name}") or _from_file(name)
    if not value:
        raise NotProbed(f"the secret {name} is not there")
    if not headers.VALUE.match(value):
        raise NotProbed(f"the secret {name} has characters no header can carry")
    return value


def _from_file(name: str) -> str:
    if not settings.SECRETS:
        return ""
    try:
        with (Path(settings.SECRETS) / name).open("rb") as file:
            return file.read(LONGEST).decode("ascii", "replace").strip()
    except OSError:
        return ""
