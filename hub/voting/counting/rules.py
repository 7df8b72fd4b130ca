"""How to count: the method and everything that has to be agreed before the first ballot."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from hub.voting.counting.faults import BadRules

RANKED = ("schulze", "ranked-pairs", "stv")  # their ballots hold ranks
MARKED = ("approval", "score", "star", "points")  # their ballots hold marks
METHODS = ("majority", *MARKED, *RANKED)
UNRANKED = ("last", "no-opinion")
TIE_RULES = ("draw", "status-quo", "none")
BASES = ("cast", "ballots", "electorate")


@dataclass(frozen=True)
class Rules:
    """The rules of one count.

    Attributes:
        method: One of METHODS.
        seats: How many options win.
        unranked: What an empty cell says: "last" (tied behind everything ranked, a mark of 0) or "no-opinion".
        tie_rule: How a tie over the last seat ends: "draw", "status-quo" (it wins its ties, others are drawn)
            or "none" (it stays a tie, and the winners lack it).
        status_quo: The option that changes nothing.
        threshold: Majority: the share of yes needed.
        threshold_strict: Majority: more than that share, not just as much.
        threshold_of: Majority: share of what is "cast" (yes and no), of all "ballots", or of the "electorate".
        electorate: How many may vote.
        max_mark: Score and STAR: the best mark.
        credits: Points: what a voter can spend.
        quadratic: Points: n points cost n times n credits instead of n.
        team_cap: At most so many winners of one team.
        teams: Option to team; an option without a team is not capped.
        seed: Seeds the draw; the digest of the ballots when empty.
    """

    method: str
    seats: int = 1
    unranked: str = "last"
    tie_rule: str = "draw"
    status_quo: str | None = None
    threshold: Fraction = Fraction(1, 2)
    threshold_strict: bool = True
    threshold_of: str = "cast"
    electorate: int | None = None
    max_mark: int = 5
    credits: int = 10
    quadratic: bool = False
    team_cap: int | None = None
    teams: Mapping[str, str] = field(default_factory=dict)
    seed: str = ""

    def refuse(self, options: tuple[str, ...]) -> None:
        """Raise BadRules when these rules cannot count these options."""
        _one_of("method", self.method, METHODS)
        _one_of("rule for unranked options", self.unranked, UNRANKED)
        _one_of("tie rule", self.tie_rule, TIE_RULES)
        _one_of("base of the threshold", self.threshold_of, BASES)
        if not options or len(set(options)) < len(options):
            raise BadRules("There must be options, and each needs a name of its own.")
        for reason, wrong in self._impossible(options).items():
            if wrong:
                raise BadRules(reason)

    def _impossible(self, options: tuple[str, ...]) -> dict[str, bool]:
        """Reasons, and whether they apply."""
        return {
            "There must be at least one seat.": self.seats < 1,
            "The best mark must be between 1 and 1,000.": not 1 <= self.max_mark <= 1000,
            "There must be between 1 and 1,000,000 credits.": not 1 <= self.credits <= 10**6,
            "The cap of winners per team must be at least 1.": self.team_cap is not None
            and self.team_cap < 1,
            "The threshold must lie between 0 and 1.": not 0 <= self.threshold <= 1,
            "The status quo is not among the options.": self.status_quo not in {None, *options},
            "A team is given for something that is not an option.": bool(set(self.teams) - set(options)),
            'A majority is between "yes" and "no".': self.method == "majority"
            and set(options) != {"yes", "no"},
            "A share of the electorate needs its size.": self.threshold_of == "electorate"
            and not self.electorate,
        }


def _one_of(what: str, value: str, known: Iterable[str]) -> None:
    if value not in known:
        raise BadRules(f'There is no {what} "{value}": choose one of {", ".join(known)}.')
