"""The same ballots seen three ways: every ballot alike, every team alike, every team by its capacity."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from hub.roadmap import filling
from hub.roadmap.filling import Filling, Instance, Project, Voter

PEOPLE, TEAMS, CAPACITY = "people", "teams", "capacity"
RULES = {"equal-shares": filling.equal_shares, "greedy": filling.greedy}
WORDS = {PEOPLE: "per person", TEAMS: "per team", CAPACITY: "per capacity"}


@dataclass(frozen=True)
class Paper:
    """A ballot that was cast: of which team (empty for none), how many people that is, and its marks."""

    team: str
    capacity: int
    marks: Mapping[str, int]


@dataclass(frozen=True)
class Ground:
    """What is filled, whoever votes: the candidates, what must be done, what is left out, and the capacity."""

    items: tuple[Project, ...]
    must_haves: tuple[str, ...]
    left_out: tuple[str, ...]
    capacity: Fraction

    @property
    def to_fill(self) -> Fraction:
        """What the votes decide on."""
        musts = sum((item.cost for item in self.items if item.key in self.must_haves), Fraction(0))
        return Fraction(self.capacity - musts)


def chosen(*, votes_by_team: bool) -> tuple[str, ...]:
    """The views of a round, the one that its proposal follows first; where teams vote, people have no view."""
    return (TEAMS, CAPACITY) if votes_by_team else (PEOPLE, TEAMS, CAPACITY)


def weights(view: str, papers: Sequence[Paper]) -> list[Fraction]:
    """What each ballot has to spend: a team's share is split among those of it who voted.

    Ballots of people in no team stand together as one more team; its capacity is how many they are.
    """
    voted = Counter(paper.team for paper in papers)
    if view == PEOPLE:
        return [Fraction(1)] * len(papers)
    if view == TEAMS:
        return [Fraction(1, voted[paper.team]) for paper in papers]
    return [Fraction(paper.capacity, voted[paper.team]) if paper.team else Fraction(1) for paper in papers]


def instance(view: str, ground: Ground, papers: Sequence[Paper]) -> Instance:
    """The round as the rules see it. Who has nothing to spend (a team of capacity 0) has no part in it."""
    voters = [
        Voter(paper.marks, weight)
        for paper, weight in zip(papers, weights(view, papers), strict=True)
        if weight
    ]
    return Instance(ground.items, voters, ground.capacity, ground.must_haves, ground.left_out)


def fill(view: str, ground: Ground, papers: Sequence[Paper]) -> dict[str, Filling]:
    """What each rule proposes in this view."""
    seen = instance(view, ground, papers)
    return {name: rule(seen) for name, rule in RULES.items()}


def disagreement(counted: Mapping[str, Mapping[str, Filling]], titles: Mapping[str, str]) -> str:
    """A sentence where the views propose other items than the one the proposal follows; empty where they agree."""
    main, *others = counted
    funded = {view: set(both["equal-shares"].funded) for view, both in counted.items()}
    said = []
    for view in others:
        gained, lost = sorted(funded[view] - funded[main]), sorted(funded[main] - funded[view])
        if gained or lost:
            parts = [
                f"{_named(gained, titles)} in" if gained else "",
                f"{_named(lost, titles)} out" if lost else "",
            ]
            said.append(f"Counted {WORDS[view]}: {' and '.join(part for part in parts if part)}.")
    return " ".join(said)


def _named(keys: Sequence[str], titles: Mapping[str, str]) -> str:
    names = [f"“{titles.get(key, key)}”" for key in keys[:3]]
    more = f" and {len(keys) - 3} more" if len(keys) > 3 else ""
    return f"{', '.join(names)}{more}"
