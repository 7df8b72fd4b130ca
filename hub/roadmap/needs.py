"""How badly an item is needed: by people, by teams and by capacity, side by side. Plain values in, no database.

Ten people of one team are ten people but one team, and a team of two is one team but two of capacity: none of
the three numbers is the true one. That is why they stand side by side, and why it is said when they disagree.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

NEEDS = (3, 2, 1, 0)
WORDS = {3: "blocked without it", 2: "important", 1: "nice to have", 0: "no need"}
FEW = 3  # below, one team is not "most of those who need it"


@dataclass(frozen=True)
class Level:
    """One level of need: how many people say so, for how many teams it is the strongest, and their capacity."""

    need: int
    people: int
    teams: int
    capacity: int


@dataclass
class Voices:
    """What was said: the need of each person, who is in which team, and what a team's capacity is."""

    needs: dict[int, int]
    teams: dict[int, set[int]] = field(default_factory=dict)  # a team, and the people of it who spoke
    capacities: Mapping[int, int] = field(default_factory=dict)
    names: Mapping[int, str] = field(default_factory=dict)

    def of_teams(self) -> dict[int, int]:
        """The strongest need of each team's people."""
        return {team: max(self.needs[person] for person in people) for team, people in self.teams.items()}

    def levels(self) -> list[Level]:
        """Counts by level, the strongest need first."""
        people, grouped = Counter(self.needs.values()), self.of_teams()
        teams, capacity = Counter(grouped.values()), Counter[int]()
        for team, need in grouped.items():
            capacity[need] += self.capacities.get(team, 0)
        return [Level(need, people[need], teams[need], capacity[need]) for need in NEEDS]


def voices(
    needs: Iterable[tuple[int, int]],
    teams: Iterable[tuple[int, int]] = (),
    capacities: Mapping[int, int] | None = None,
    names: Mapping[int, str] | None = None,
) -> Voices:
    """`needs` pairs a person with a need, `teams` a team with a person; who said nothing does not count."""
    of_person, of_team = dict(needs), defaultdict[int, set[int]](set)
    for team, person in teams:
        if person in of_person:
            of_team[team].add(person)
    return Voices(of_person, dict(of_team), capacities or {}, names or {})


def disagreements(said: Voices) -> list[str]:
    """In words, where people, teams and capacity do not say the same; empty when they do."""
    return [*_different_middles(said.levels()), *_one_team(said), *_one_big_team(said)]


def middle(weights: Mapping[int, int]) -> int | None:
    """The need that half of the weight says at least; None when nothing has weight."""
    total, so_far = sum(weights.values()), 0
    for need in NEEDS:
        so_far += weights.get(need, 0)
        if total and 2 * so_far >= total:
            return need
    return None


def _different_middles(levels: list[Level]) -> Iterable[str]:
    middles = {
        way: middle({row.need: getattr(row, way) for row in levels})
        for way in ("people", "teams", "capacity")
    }
    heard = {way: need for way, need in middles.items() if need is not None}
    if len(set(heard.values())) > 1:
        parts = [f"{WORDS[need]} by {way}" for way, need in heard.items()]
        yield f"The middle answer is {', '.join(parts[:-1])} and {parts[-1]}."


def _one_team(said: Voices) -> Iterable[str]:
    """Most of the people are of one team, so that the number of people says little about the others."""
    needing = {person for person, need in said.needs.items() if need}
    for team, people in said.teams.items():
        here = len(people & needing)
        if len(needing) >= FEW and 2 * here > len(needing):
            yield f"{here} of the {len(needing)} people who need it are in {said.names.get(team, 'one team')}."


def _one_big_team(said: Voices) -> Iterable[str]:
    """Most of the capacity is of one team, so that the capacity says little about the others."""
    needing = [team for team, need in said.of_teams().items() if need]
    total = sum(said.capacities.get(team, 0) for team in needing)
    for team in needing:
        here = said.capacities.get(team, 0)
        if len(needing) >= FEW and 2 * here > total:
            name = said.names.get(team, "one team")
            yield f"{name} alone is {here} of the {total} people of capacity behind it."
