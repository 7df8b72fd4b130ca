"""What must hold of a row before it goes in; each check says in words what does not, to follow the row's name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone

from hub.recordings.models import Recording
from hub.sigs.evidence import evidence_address
from hub.status import ways
from hub.voting.reaching import ORDER

Check = Callable[[dict[str, Any]], str]


def since_when(row: dict[str, Any]) -> str:
    """What is in the way is so since some moment."""
    if bool(row.get("impediment")) != bool(row.get("impeded_at")):
        return "what keeps it from going on needs both `impediment` and `impeded_since`"
    return ""


def not_new(name: str) -> Check:
    """“new” is the address of the form."""

    def check(row: dict[str, Any]) -> str:
        return "“new” cannot be a name: it is the address of the form" if row.get(name) == "new" else ""

    return check


def begun(row: dict[str, Any]) -> str:
    """A stage is a fact: it cannot begin tomorrow."""
    if row["starts_on"] > timezone.localdate():
        return f"a stage cannot begin in the future ({row['starts_on']})"
    return ""


def to_come(row: dict[str, Any]) -> str:
    """What is awaited lies on the way up."""
    return "" if row["stage"] in ORDER else f"nobody waits for {row['stage']}, only for {', '.join(ORDER)}"


def meant_for(row: dict[str, Any]) -> str:
    """What is meant for a group names it."""
    if row.get("audience") == Recording.Audience.GROUP and not row.get("group_id"):
        return "what is meant for a group needs `group`"
    return ""


def askable(row: dict[str, Any]) -> str:
    """A target says enough to be asked, and nothing that its kind has no use for."""
    return ways.fault_of(row)


def all_of(*checks: Check) -> Check:
    """The first thing that does not hold."""
    return lambda row: next((fault for check in checks if (fault := check(row))), "")


def begun_before_over(row: dict[str, Any]) -> str:
    """What is over was begun, and not later."""
    began, over = row.get("began_at"), row.get("over_at")
    return "cannot be over before it began" if over and (not began or over < began) else ""


def fair_point(row: dict[str, Any]) -> str:
    """A point takes a while, and what it is about is an address that may be followed."""
    if row.get("minutes") == 0:
        return "a point takes at least a minute"
    try:
        evidence_address(row.get("url") or "")
    except ValidationError as error:
        return f"url: {' '.join(error.messages)}"
    return ""


def founded(row: dict[str, Any]) -> str:
    """A revision goes on from an earlier one, or from an empty page."""
    return "" if row.get("base", 0) < row["number"] else "a revision goes on from an earlier one (base)"


def lasting(first: str, last: str, what: str) -> Check:
    """An end comes after its beginning."""

    def check(row: dict[str, Any]) -> str:
        start, end = row.get(first), row.get(last)
        return (
            f"{what} ends before it begins" if start is not None and end is not None and end <= start else ""
        )

    return check
