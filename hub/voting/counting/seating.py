"""From a ranking to winners: seats are filled from the top, ties and team caps are minded and told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from hub.voting.counting.draw import Draw
from hub.voting.counting.result import Groups, Tie
from hub.voting.counting.rules import Rules


@dataclass
class Teams:
    """How many winners each team has, and whether it may have more."""

    rules: Rules
    taken: Counter[str] = field(default_factory=Counter)

    def full(self, name: str) -> bool:
        """Whether the team of this option has all the winners it may have."""
        team = self.rules.teams.get(name)
        return (
            team is not None and self.rules.team_cap is not None and self.taken[team] >= self.rules.team_cap
        )

    def take(self, name: str) -> None:
        """Count one more winner of this option's team."""
        if team := self.rules.teams.get(name):
            self.taken[team] += 1

    def all_fit(self, names: Sequence[str]) -> bool:
        """Whether all of them may win together."""
        wanted = Counter(team for name in names if (team := self.rules.teams.get(name)))
        cap = self.rules.team_cap
        return cap is None or all(self.taken[team] + number <= cap for team, number in wanted.items())

    def told(self, name: str) -> str:
        """Why this option cannot win."""
        return f"“{name}” is passed over: {self.rules.teams[name]} already has {self.rules.team_cap} of the winners."


@dataclass
class Seating:
    """Fills the seats from a ranking."""

    rules: Rules
    draw: Draw
    winners: list[str] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def fill(self, ranking: Groups) -> None:
        """Go through the groups, best first, until all seats are taken or a tie stands in the way."""
        teams, place, going = Teams(self.rules), 1, True
        for group in ranking:
            if going and len(self.winners) < self.rules.seats:
                going = self._seat(group, place, teams)
            elif len(group) > 1:
                self.ties.append(Tie(place, group, "not needed"))
            place += len(group)

    def _seat(self, group: tuple[str, ...], place: int, teams: Teams) -> bool:
        """Seat as many of a group as may be; False when a tie was left standing."""
        able = [name for name in group if not teams.full(name)]
        self.notes += [teams.told(name) for name in group if name not in able]
        if len(able) <= self.rules.seats - len(self.winners) and teams.all_fit(able):
            if len(group) > 1:
                self.ties.append(Tie(place, group, "not needed"))
            self._take(able, teams)
            return True
        if self.rules.tie_rule == "none":
            self.ties.append(Tie(place, group, "none"))
            self.notes.append(
                f"{_list(able)} are tied over what is left of the seats, and no rule breaks the tie."
            )
            return False
        rule, order, seed = self.draw.settle(able)
        self.ties.append(Tie(place, group, rule, order, seed))
        self._take(order, teams)
        return True

    def _take(self, names: Sequence[str], teams: Teams) -> None:
        for name in names:
            if len(self.winners) == self.rules.seats:
                return
            if teams.full(name):
                self.notes.append(teams.told(name))
                continue
            self.winners.append(name)
            teams.take(name)


def _list(names: Sequence[str]) -> str:
    quoted = [f"“{name}”" for name in names]
    return f"{', '.join(quoted[:-1])} and {quoted[-1]}" if len(quoted) > 1 else quoted[0]
