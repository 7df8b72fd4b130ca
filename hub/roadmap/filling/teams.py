"""What each team got: its part of the capacity, what it spent on what, and how much of what it asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from hub.roadmap.filling.outcome import Filling, plain


@dataclass(frozen=True)
class TeamShare:
    """A team in a filling.

    Attributes:
        team: Its name.
        voters: How many ballots it handed in.
        share: Its part of the capacity without must-haves, by the weights of its voters.
        endowment: What its voters had to spend after the raises (equal shares); its share by greedy.
        spent: What its voters paid; by greedy, where nobody pays, its part of each cost by points.
        paid: The same by item.
        points: All it gave, a voter's points times the weight.
        points_funded: What it gave to items that are funded, must-haves too.
    """

    team: str
    voters: int
    share: Fraction
    endowment: Fraction
    spent: Fraction
    points: Fraction
    points_funded: Fraction
    paid: Mapping[str, Fraction] = field(default_factory=dict)

    @property
    def funded(self) -> Fraction | None:
        """The part of its points that went to funded items; None when it gave none."""
        return self.points_funded / self.points if self.points else None

    def as_json(self) -> dict[str, Any]:
        """Plain values to keep or to send."""
        return {
            "team": self.team,
            "voters": self.voters,
            "share": plain(self.share),
            "endowment": plain(self.endowment),
            "spent": plain(self.spent),
            "points": plain(self.points),
            "points_funded": plain(self.points_funded),
            "funded": None if self.funded is None else plain(self.funded),
            "paid": {key: plain(paid) for key, paid in self.paid.items()},
        }


def by_team(filling: Filling, team_of_voter: Sequence[str]) -> tuple[TeamShare, ...]:
    """What each team got, teams by name. A team for each voter, in the order of the instance."""
    if len(team_of_voter) != len(filling.instance.voters):
        raise ValueError("there must be one team for each voter.")
    weights: dict[str, Fraction] = defaultdict(Fraction)
    given: dict[str, dict[str, Fraction]] = {team: defaultdict(Fraction) for team in team_of_voter}
    for team, voter in zip(team_of_voter, filling.instance.voters, strict=True):
        weights[team] += voter.weight
        for key, points in voter.marks.items():
            given[team][key] += points * voter.weight
    everybody = sum(weights.values(), Fraction(0))
    paid = _paid(filling, team_of_voter, given)
    return tuple(
        TeamShare(
            team=team,
            voters=list(team_of_voter).count(team),
            share=filling.instance.open_capacity * weights[team] / everybody,
            endowment=_endowment(filling, weights[team], everybody),
            spent=sum(paid[team].values(), Fraction(0)),
            points=sum(given[team].values(), Fraction(0)),
            points_funded=sum((given[team].get(key, Fraction(0)) for key in filling.funded), Fraction(0)),
            paid=paid[team],
        )
        for team in sorted(weights)
    )


def _endowment(filling: Filling, weight: Fraction, everybody: Fraction) -> Fraction:
    if filling.rule == "greedy":
        return filling.instance.open_capacity * weight / everybody
    return filling.endowment * weight


def _paid(
    filling: Filling, team_of_voter: Sequence[str], given: Mapping[str, Mapping[str, Fraction]]
) -> dict[str, dict[str, Fraction]]:
    """Team to item to what it paid, items in the order they were bought."""
    found: dict[str, dict[str, Fraction]] = {team: {} for team in team_of_voter}
    for purchase in filling.purchases:
        parts: dict[str, Fraction] = defaultdict(Fraction)
        if purchase.price is None:
            for team, marks in given.items():
                parts[team] = purchase.cost * marks.get(purchase.key, Fraction(0)) / purchase.points
        else:
            for voter, paid in filling.payments[purchase.key].items():
                parts[team_of_voter[voter]] += paid
        for team, paid in parts.items():
            if paid:
                found[team][purchase.key] = paid
    return found
