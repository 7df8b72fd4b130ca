"""Refuses ballots that break the rules of their method, with the number of the ballot and the reason."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from hub.voting.counting.arrays import Ballots, Mask, ballots_of, every, some
from hub.voting.counting.faults import BadBallot
from hub.voting.counting.profile import Profile
from hub.voting.counting.rules import Rules


def check(profile: Profile, rules: Rules) -> None:
    """Raise BadBallot for the first ballot that the rules forbid, BadRules for impossible rules."""
    checked(profile, rules)


def checked(profile: Profile, rules: Rules) -> Ballots:
    """The ballots as arrays, when all of them are in order."""
    rules.refuse(profile.options)
    ballots = ballots_of(profile)
    if rules.method in {"approval", "majority"}:
        _first(some(ballots.cells > 1), "a mark is 1 (yes) or 0 (no).")
    if rules.method == "majority":
        _first(every(ballots.cells > 0), "it says yes and no at once.")
    if rules.method in {"score", "star"}:
        _first(some(ballots.cells > rules.max_mark), f"a mark is between 0 and {rules.max_mark}.")
    if rules.method == "points":
        _first(_cost(ballots, rules) > rules.credits, f"it spends more than {rules.credits:,} credits.")
    return ballots


def _cost(ballots: Ballots, rules: Rules) -> npt.NDArray[np.int64]:
    """What each ballot spends."""
    points = np.maximum(ballots.cells, 0).astype(np.int64)
    cost: npt.NDArray[np.int64] = (points * points if rules.quadratic else points).sum(axis=0)
    return cost


def _first(wrong: Mask, reason: str) -> None:
    if wrong.any():
        raise BadBallot(int(np.argmax(wrong)) + 1, reason)
