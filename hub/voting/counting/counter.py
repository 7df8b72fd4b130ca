"""Counts: refuses bad ballots, adds them up, decides, fills the seats."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from hub.voting.counting.arrays import Ballots, some
from hub.voting.counting.checking import checked
from hub.voting.counting.condorcet import PairwiseTally
from hub.voting.counting.draw import Draw
from hub.voting.counting.majority import MajorityTally
from hub.voting.counting.marks import MarksTally
from hub.voting.counting.profile import Profile
from hub.voting.counting.result import Result
from hub.voting.counting.rules import RANKED, Rules
from hub.voting.counting.seating import Seating
from hub.voting.counting.star import StarTally
from hub.voting.counting.stv import StvTally
from hub.voting.counting.tally import Outcome, Tally

TALLIES: dict[str, Callable[[Ballots, Rules], Tally]] = {
    "majority": MajorityTally.of,
    "approval": MarksTally.of,
    "score": MarksTally.of,
    "star": StarTally.of,
    "points": MarksTally.of,
    "schulze": PairwiseTally.of,
    "ranked-pairs": PairwiseTally.of,
    "stv": StvTally.of,
}
SILENT = "No ballot says anything about any option, so nobody wins."


def count(profile: Profile, rules: Rules) -> Result:
    """Who wins, in which order, and why. Raises BadBallot and BadRules."""
    ballots = checked(profile, rules)
    tally = TALLIES[rules.method](ballots, rules)
    draw = Draw(profile, rules)
    result = decided(tally, rules, draw, profile.ballots)
    return result if rules.method == "majority" or speaks(ballots, rules) else _undecided(result)


def decided(tally: Tally, rules: Rules, draw: Draw, ballots: int) -> Result:
    """The result of sums that are already there."""
    outcome = tally.decide(rules, draw)
    options = tuple(sorted(name for group in outcome.ranking for name in group))
    if outcome.winners is not None:
        return Result(
            rules.method, ballots, options, outcome.winners, outcome.ranking, outcome.ties, outcome.working
        )
    return _seated(outcome, options, rules, draw, ballots)


def _seated(outcome: Outcome, options: tuple[str, ...], rules: Rules, draw: Draw, ballots: int) -> Result:
    seating = Seating(rules, draw)
    seating.fill(outcome.ranking)
    working = replace(outcome.working, notes=(*outcome.working.notes, *seating.notes))
    winners, ties = tuple(seating.winners), tuple(seating.ties)
    return Result(rules.method, ballots, options, winners, outcome.ranking, ties, working)


def speaks(ballots: Ballots, rules: Rules) -> bool:
    """Whether any ballot that counts says anything at all."""
    said = ballots.cells > 0 if rules.method in RANKED else ballots.cells >= 0
    return ballots.weigh(some(said)) > 0


def _undecided(result: Result) -> Result:
    """Without a word from anybody there is nothing to draw."""
    working = replace(result.working, notes=(SILENT,), rounds=())
    return replace(result, winners=(), ranking=(result.options,), ties=(), working=working)
