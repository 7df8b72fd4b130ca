"""Counts ballots: pure functions, exact numbers, the same answer whatever the order of ballots and options.

Nothing here knows Django or the hub. `count(profile, rules)` says who won and why; `docs/reference/counting.md`
defines every method, so that anybody can count again.
"""

from hub.voting.counting.checking import check
from hub.voting.counting.comparing import other_methods
from hub.voting.counting.counter import count
from hub.voting.counting.distance import distances
from hub.voting.counting.faults import BadBallot, BadRules
from hub.voting.counting.profile import Profile
from hub.voting.counting.result import Pair, Result, Tie
from hub.voting.counting.rules import METHODS, RANKED, Rules

__all__ = [
    "METHODS",
    "RANKED",
    "BadBallot",
    "BadRules",
    "Pair",
    "Profile",
    "Result",
    "Rules",
    "Tie",
    "check",
    "count",
    "distances",
    "other_methods",
]
