"""From measurements to the recorded status: a blip moves nothing, what moves is dated back to its first sign.

Pure. The rule in one sentence: the recorded timeline is the measured one with every run shorter than
`confirmations` collapsed into its surroundings.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from hub.status.models import Status

UNHEALTHY = frozenset({Status.DEGRADED, Status.DOWN})
KNOWN = frozenset({Status.OK}) | UNHEALTHY


@dataclass(frozen=True)
class State:
    """What is remembered of a target between two measurements (the fields of Target of the same names).

    `streak` measurements in a row, the first at `raw_since`, lie on the side of `raw_status`:
    healthy is one side, degraded and down are the other.
    """

    status: str = Status.UNKNOWN
    status_since: dt.datetime | None = None
    raw_status: str = Status.UNKNOWN
    raw_since: dt.datetime | None = None
    streak: int = 0

    @property
    def wavers(self) -> bool:
        """Whether the last measurement contradicts the recorded status without having moved it yet."""
        known = Status.UNKNOWN not in {self.status, self.raw_status}
        return known and side(self.status) != side(self.raw_status)


@dataclass(frozen=True)
class Change:
    """A move of the recorded status."""

    before: str
    after: str
    at: dt.datetime


def side(status: str) -> bool:
    """True for healthy, False for degraded and down: between these two a status moves at once."""
    return status not in UNHEALTHY


def advance(state: State, status: str, at: dt.datetime, confirmations: int) -> tuple[State, Change | None]:
    """The state after one more measurement, and the change of the recorded status when there is one.

    A measurement that says nothing (unknown) leaves everything as it was: it neither confirms nor resets.
    The first claim after "unknown" is taken as it is: there is nothing it could be a blip of.
    """
    if status not in KNOWN:
        return state, None
    state = _counted(state, status, at)
    if state.status == status or (state.wavers and state.streak < confirmations):
        return state, None
    since = at if _moves_at_once(state, status) else state.raw_since or at
    change = Change(before=state.status, after=status, at=since)
    return replace(state, status=status, status_since=since), change


def _counted(state: State, status: str, at: dt.datetime) -> State:
    """The state with the measurement counted in its run."""
    if state.streak and side(state.raw_status) == side(status):
        return replace(state, raw_status=status, streak=state.streak + 1)
    return replace(state, raw_status=status, raw_since=at, streak=1)


def _moves_at_once(state: State, status: str) -> bool:
    """Whether this is a move between degraded and down, which is dated by the measurement itself."""
    return state.status in UNHEALTHY and status in UNHEALTHY
