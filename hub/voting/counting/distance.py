"""How far a result is from another one: the fewest further ballots that would make a losing option win."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from hub.voting.counting.checking import checked
from hub.voting.counting.counter import TALLIES, decided
from hub.voting.counting.draw import Draw
from hub.voting.counting.profile import Profile
from hub.voting.counting.result import Result
from hub.voting.counting.rules import Rules

MOST_STV_BALLOTS = 5000  # every question is a count of its own
MOST_OPTIONS = 40  # each is asked about a dozen times; with more the close would take minutes


def distances(profile: Profile, rules: Rules, result: Result) -> list[dict[str, Any]]:
    """For every option that did not win: how many further ballots for it alone would have made it win outright.

    "ballots" is None when as many as were cast would not do. Nothing is said about large STV counts, or of many
    options.
    """
    if len(profile.options) > MOST_OPTIONS or (rules.method == "stv" and profile.ballots > MOST_STV_BALLOTS):
        return []
    tally = TALLIES[rules.method](checked(profile, rules), rules)
    outright, draw = replace(rules, tie_rule="none"), Draw(profile, rules)

    def wins(option: str) -> Callable[[int], bool]:
        def with_so_many(copies: int) -> bool:
            further = tally.with_further(option, copies, rules)
            return option in decided(further, outright, draw, profile.ballots + copies).winners

        return with_so_many

    return [
        {"option": option, "ballots": fewest(wins(option), profile.ballots)}
        for option in result.options
        if option not in result.winners
    ]


def fewest(enough: Callable[[int], bool], limit: int) -> int | None:
    """The fewest that are enough, found by halving; None when the limit is not."""
    if limit < 1 or not enough(limit):
        return None
    too_few, plenty = 0, limit
    while plenty - too_few > 1:
        middle = (too_few + plenty) // 2
        too_few, plenty = (too_few, middle) if enough(middle) else (middle, plenty)
    return plenty
