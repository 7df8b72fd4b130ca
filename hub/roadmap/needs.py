"""How badly an item is needed: by people and by teams, side by side. Plain values in, no database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

NEEDS = (3, 2, 1, 0)


@dataclass(frozen=True)
class Level:
    """One level of need: how many people say so, and for how many teams it is their strongest."""

    need: int
    people: int
    teams: int


def levels(needs: Iterable[tuple[int, int]], teams: Iterable[tuple[int, int]]) -> list[Level]:
    """Counts by level, the strongest need first.

    `needs` pairs a person with a need, `teams` a team with a person. Ten people of one team are ten people
    but one team: that is why both numbers stand side by side.
    """
    of_person = dict(needs)
    of_team: dict[int, int] = defaultdict(int)
    for team, person in teams:
        if person in of_person:
            of_team[team] = max(of_team[team], of_person[person])
    people, grouped = list(of_person.values()), list(of_team.values())
    return [Level(need, people.count(need), grouped.count(need)) for need in NEEDS]
