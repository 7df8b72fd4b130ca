"""What the other methods that suit the same ballots would have said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from hub.voting.counting.counter import count
from hub.voting.counting.profile import Profile, Row
from hub.voting.counting.rules import RANKED, Rules

PAIRWISE = [
    (method, unranked) for method in ("schulze", "ranked-pairs") for unranked in ("last", "no-opinion")
]
SCORED = [("score", "last"), ("score", "no-opinion"), ("star", "last"), ("star", "no-opinion")]


def other_methods(profile: Profile, rules: Rules) -> list[dict[str, Any]]:
    """Winners and ranking by each other method and rule for unranked options; marks also read as ranks."""
    if rules.method in RANKED:
        return _asked(profile, rules, [*PAIRWISE, ("stv", "last")])
    if rules.method in {"score", "star"}:
        ranks = replace(profile, rows=[_as_ranks(row, rules.max_mark) for row in profile.rows])
        return [*_asked(profile, rules, SCORED), *_asked(ranks, rules, PAIRWISE)]
    return []


def _asked(profile: Profile, rules: Rules, ways: Sequence[tuple[str, str]]) -> list[dict[str, Any]]:
    answers = []
    for method, unranked in ways:
        if method == rules.method and (method == "stv" or unranked == rules.unranked):
            continue
        result = count(profile, replace(rules, method=method, unranked=unranked))
        answers.append(
            {
                "method": method,
                "unranked": unranked,
                "winners": list(result.winners),
                "ranking": [list(group) for group in result.ranking],
            }
        )
    return answers


def _as_ranks(row: Row, best: int) -> list[int | None]:
    return [None if mark is None else best - mark + 1 for mark in row]
