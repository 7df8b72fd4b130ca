"""Marks and payments of a round, summed by item and by team. Plain values in, no database."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from hub.roadmap.filling import Filling
from hub.roadmap.rounds import views
from hub.roadmap.rounds.views import Paper


def _points() -> defaultdict[str, Counter[str]]:
    return defaultdict(Counter)


def _money() -> defaultdict[str, Fraction]:
    return defaultdict(Fraction)


@dataclass
class Sums:
    """What was given and paid.

    Attributes:
        voters: Ballots that mark an item.
        points: All its points.
        given: Points by team and item.
        marking: Ballots of a team that mark an item.
        paid: What a team paid, by item.
        paid_by: What a team paid in all.
        share: Each team's part of what all had to spend.
    """

    voters: Counter[str] = field(default_factory=Counter)
    points: Counter[str] = field(default_factory=Counter)
    given: defaultdict[str, Counter[str]] = field(default_factory=_points)
    marking: defaultdict[str, Counter[str]] = field(default_factory=_points)
    paid: defaultdict[str, defaultdict[str, Fraction]] = field(default_factory=lambda: defaultdict(_money))
    paid_by: defaultdict[str, Fraction] = field(default_factory=_money)
    share: defaultdict[str, Fraction] = field(default_factory=_money)

    def teams_of(self, key: str) -> list[dict[str, Any]]:
        """Who marked an item: each team with its ballots, points and what it paid, the most points first."""
        rows = [
            {
                "slug": team,
                "ballots": self.marking[team][key],
                "points": given[key],
                "paid": f"{float(round(self.paid[team][key], 2)):g}" if key in self.paid[team] else "",
            }
            for team, given in list(self.given.items())
            if given[key]
        ]
        return sorted(rows, key=lambda row: (-int(row["points"]), str(row["slug"])))


def sums_of(view: str, papers: Sequence[Paper], proposal: Filling) -> Sums:
    """Sum the ballots, and what the proposal makes each of them pay."""
    sums = Sums()
    weights = views.weights(view, papers)
    everything = sum(weights, Fraction(0))
    paying = [paper for paper, weight in zip(papers, weights, strict=True) if weight]
    for paper, weight in zip(papers, weights, strict=True):
        sums.voters.update(paper.marks.keys())
        sums.points.update(paper.marks)
        sums.given[paper.team].update(paper.marks)
        sums.marking[paper.team].update(paper.marks.keys())
        if everything:
            sums.share[paper.team] += weight / everything
    for key, payments in proposal.payments.items():
        for place, amount in payments.items():
            team = paying[place].team
            sums.paid[team][key] += amount
            sums.paid_by[team] += amount
    return sums
