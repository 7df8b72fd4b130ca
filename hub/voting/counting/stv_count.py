"""The stages of an STV count: elect who has the quota, transfer surpluses, exclude the lowest."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from hub.voting.counting.draw import Draw
from hub.voting.counting.result import Tie, Working
from hub.voting.counting.rules import Rules
from hub.voting.counting.seating import Teams
from hub.voting.counting.stv_papers import Piles, decimal
from hub.voting.counting.tally import Outcome, named


@dataclass
class Count:
    """A count under way."""

    options: tuple[str, ...]
    rules: Rules
    draw: Draw
    quota: int
    piles: Piles
    hopeful: set[int] = field(init=False)
    elected: list[list[int]] = field(default_factory=list)  # groups of the same stage and votes
    excluded: list[list[int]] = field(default_factory=list)  # together, in the order they went
    surpluses: set[int] = field(default_factory=set)  # elected, surplus not yet transferred
    barred: set[int] = field(default_factory=set)  # their team has all it may have
    history: list[list[int]] = field(default_factory=list)
    stages: list[dict[str, Any]] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.hopeful = set(range(len(self.options)))
        self.teams = Teams(self.rules)

    @property
    def vacancies(self) -> int:
        return self.rules.seats - sum(map(len, self.elected))

    def run(self) -> None:
        """Stage after stage, until all seats are filled or a tie stands in the way."""
        self.end_stage("first preferences", [])
        while self.vacancies and self.hopeful:
            if len(self.hopeful - self.barred) <= self.vacancies:
                self.elect(self.hopeful - self.barred)
                break
            if self.barred & self.hopeful:
                self.exclude(sorted(self.barred & self.hopeful), "exclusion, team is full")
            elif self.surpluses:
                self.transfer()
            elif not self.exclude_lowest():
                break

    def end_stage(self, action: str, source: list[int]) -> None:
        """End a stage: write down where the votes are, and elect whoever has the quota."""
        self.history.append(list(self.piles.votes))
        self.stages.append(
            {
                "stage": len(self.stages) + 1,
                "action": action,
                "from": self.names(source),
                "quota": decimal(self.quota),
                "votes": {name: decimal(v) for name, v in zip(self.options, self.piles.votes, strict=True)},
                "non_transferable": decimal(self.piles.stopped),
                "lost": decimal(self.piles.lost),
                "elected": [],
                "excluded": self.names(source) if action.startswith("exclusion") else [],
            }
        )
        self.elect({i for i in self.hopeful if self.piles.votes[i] >= self.quota})

    def elect(self, chosen: Collection[int]) -> None:
        """Elect the chosen, most votes first, as far as their teams may have more."""
        votes = self.piles.votes
        for value in sorted({votes[i] for i in chosen}, reverse=True):
            group = sorted(i for i in chosen if votes[i] == value)
            if not self.teams.all_fit(self.names(group)):
                group = self.order(group)
            able = []
            for i in group:
                if not self.teams.full(self.options[i]):
                    self.teams.take(self.options[i])
                    able.append(i)
            self.welcome(able)
        self.bar()

    def welcome(self, group: list[int]) -> None:
        """Note a group as elected."""
        if group:
            self.elected.append(group)
            self.hopeful -= set(group)
            self.surpluses |= {i for i in group if self.piles.votes[i] > self.quota}
            self.stages[-1]["elected"] += self.names(group)

    def bar(self) -> None:
        """Mark whose team is full now."""
        for i in sorted(self.hopeful - self.barred):
            if self.teams.full(self.options[i]):
                self.barred.add(i)
                self.notes.append(self.teams.told(self.options[i]))

    def transfer(self) -> None:
        """Transfer the largest surplus."""
        votes = self.piles.votes
        most = max(votes[i] for i in self.surpluses)
        source = self.pick([i for i in self.surpluses if votes[i] == most], highest=True)
        total, surplus = votes[source], votes[source] - self.quota
        parcel = self.piles.take(source)
        votes[source] = self.quota
        self.surpluses.discard(source)
        self.piles.deal(self.piles.reduce(parcel, surplus, total), self.hopeful)
        self.end_stage(f"surplus of {self.options[source]}", [source])

    def exclude_lowest(self) -> bool:
        """Exclude who has the fewest votes; False when a tie was left standing."""
        least = min(self.piles.votes[i] for i in self.hopeful)
        tied = [i for i in self.hopeful if self.piles.votes[i] == least]
        lowest = self.differing(tied, highest=False)
        if len(lowest) > 1 and self.rules.tie_rule == "none":
            return self.exclude_together(lowest)
        source = self.pick(tied, highest=False)
        self.exclude([source], f"exclusion of {self.options[source]}")
        return True

    def exclude_together(self, lowest: list[int]) -> bool:
        """No rule breaks ties: all of the tied go when enough others are left, else the count stops."""
        self.told(lowest, "none", [], "")
        if len(self.hopeful) - len(lowest) < self.vacancies:
            self.notes.append("The count stops at a tie for exclusion that no rule breaks.")
            return False
        self.exclude(sorted(lowest), "exclusion of all that are tied")
        return True

    def exclude(self, sources: list[int], action: str) -> None:
        """Take the sources out, and pass all their papers on at the value they have."""
        self.hopeful -= set(sources)
        self.excluded.append(sources)
        for source in sources:
            self.piles.deal(self.piles.take(source).items(), self.hopeful)
        self.end_stage(action, sources)

    def pick(self, tied: list[int], *, highest: bool) -> int:
        """One of those with the same votes: by the latest stage at which they differed, then by the tie rule."""
        left = self.differing(tied, highest=highest)
        if len(left) == 1:
            if len(tied) > 1:
                rest = sorted(set(tied) - set(left))
                self.told(
                    tied, "earlier stage", self.names([*left, *rest] if highest else [*rest, *left]), ""
                )
            return left[0]
        return self.order(left)[0 if highest else -1]

    def differing(self, tied: list[int], *, highest: bool) -> list[int]:
        """Those whom the earlier stages do not tell apart, looking back from the latest."""
        choose = max if highest else min
        for votes in reversed(self.history[:-1]):
            best = choose(votes[i] for i in tied)
            tied = [i for i in tied if votes[i] == best]
        return sorted(tied)

    def order(self, tied: list[int]) -> list[int]:
        """The tied in an order by the tie rule, best first."""
        rule, order, seed = self.draw.settle(self.names(tied))
        self.told(tied, rule, list(order), seed)
        return [self.options.index(name) for name in order]

    def told(self, tied: list[int], rule: str, order: list[str], seed: str) -> None:
        self.ties.append(Tie(self.place(tied), tuple(sorted(self.names(tied))), rule, tuple(order), seed))

    def place(self, tied: list[int]) -> int:
        """The first place the tied share: among the elected, next to be elected, or last of those still in."""
        seated = [i for group in self.elected for i in group]
        if tied[0] in seated:
            return 1 + min(seated.index(i) for i in tied)
        if any(self.piles.votes[i] < self.piles.votes[tied[0]] for i in self.hopeful):
            return (
                1 + len(seated) + sum(self.piles.votes[i] > self.piles.votes[tied[0]] for i in self.hopeful)
            )
        return 1 + len(seated) + len(self.hopeful) - len(tied)

    def names(self, indices: Collection[int]) -> list[str]:
        return [self.options[i] for i in indices]

    def outcome(self) -> Outcome:
        """Elected in the order they were, then who is left by votes, then the excluded, last out first."""
        votes = self.piles.votes
        values = sorted({votes[i] for i in self.hopeful}, reverse=True)
        left = [[i for i in sorted(self.hopeful) if votes[i] == value] for value in values]
        ranking = named(self.options, [*self.elected, *left, *reversed(self.excluded)])
        winners = tuple(name for group in ranking[: len(self.elected)] for name in group)
        working = Working(rounds=tuple(self.stages), notes=tuple(self.notes))
        return Outcome(ranking, working, winners, (*self.ties, *self.shared(ranking)))

    def shared(self, ranking: tuple[tuple[str, ...], ...]) -> list[Tie]:
        """Places that several share, where nothing had to be decided."""
        decided = {tie.names for tie in self.ties}
        place, found = 1, []
        for group in ranking:
            if len(group) > 1 and group not in decided:
                found.append(Tie(place, group, "not needed"))
            place += len(group)
        return found
