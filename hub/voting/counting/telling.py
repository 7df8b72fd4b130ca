"""A result as lines of text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hub.voting.counting.result import Result, Tie
from hub.voting.counting.rules import Rules

TITLES = {
    "schulze": "Schulze",
    "ranked-pairs": "Ranked Pairs",
    "stv": "Scottish STV",
    "approval": "Approval",
    "score": "Score",
    "star": "STAR",
    "points": "Points",
    "majority": "Majority",
}
UNRANKED = {"last": "not ranked means last", "no-opinion": "not ranked means no opinion"}


def lines(result: Result, rules: Rules) -> Iterator[str]:
    """Winners, the order, how it came about, and the ties."""
    yield ", ".join(_facts(result, rules))
    yield ""
    yield f"Winners: {'; '.join(result.winners)}" if result.winners else "Nobody wins."
    yield from (f"Note: {note}" for note in result.notes)
    yield from _order(result)
    yield from _matrix(result)
    for pair in result.pairs:
        yield f"  {pair.state:<7} {pair.votes_for:>7} : {pair.votes_against:<7} {pair.winner} over {pair.loser}"
    if result.method == "stv":
        for stage in result.rounds:
            yield from _stage(stage)
    yield from _ties(result.ties)


def _facts(result: Result, rules: Rules) -> Iterator[str]:
    yield TITLES[result.method]
    yield f"{result.ballots:,} ballot{'s' * (result.ballots != 1)}"
    yield f"{rules.seats} seat{'s' * (rules.seats != 1)}"
    if result.method in {"schulze", "ranked-pairs"}:
        yield UNRANKED[rules.unranked]


def _order(result: Result) -> Iterator[str]:
    yield from ("", "Order")
    place = 1
    for group in result.ranking:
        for name in group:
            number = f"{place}." if name == group[0] else ""
            total = f"   {result.totals[name]}" if name in result.totals else ""
            yield f"  {number:>4} {'= ' if len(group) > 1 else ''}{name}{total}"
        place += len(group)


def _matrix(result: Result) -> Iterator[str]:
    """Rows and columns in the order of the ranking, columns by their number."""
    if result.matrix is None:
        return
    order = [result.options.index(name) for group in result.ranking for name in group]
    width = max([3, *(len(str(cell)) for row in result.matrix for cell in row)]) + 1
    names = max(len(name) for name in result.options)
    yield from ("", "Ballots that prefer the row to the column")
    yield " " * (names + 8) + "".join(f"{number:>{width}}" for number in range(1, len(order) + 1))
    for number, i in enumerate(order, 1):
        cells = "".join(f"{'-' if i == j else result.matrix[i][j]:>{width}}" for j in order)
        yield f"  {number:>4}. {result.options[i]:<{names}}{cells}"
    yield ""


def _stage(stage: dict[str, Any]) -> Iterator[str]:
    yield f"Stage {stage['stage']}: {stage['action']} (quota {stage['quota']})"
    marks = dict.fromkeys(stage["elected"], "elected") | dict.fromkeys(stage["excluded"], "excluded")
    for name, votes in sorted(stage["votes"].items(), key=lambda item: (-float(item[1]), item[0])):
        if float(votes) or name in marks:
            yield f"  {votes:>16}  {name}{f' ({marks[name]})' if name in marks else ''}"
    if float(stage["non_transferable"]):
        yield f"  {stage['non_transferable']:>16}  without a next preference"
    if float(stage["lost"]):
        yield f"  {stage['lost']:>16}  lost by rounding down"
    yield ""


def _ties(ties: tuple[Tie, ...]) -> Iterator[str]:
    if ties:
        yield from ("", "Ties")
    for tie in ties:
        yield f"  place {tie.place}: {' = '.join(tie.names)}: {_settled(tie)}"
        if tie.seed:
            yield f"    seed {tie.seed}"


def _settled(tie: Tie) -> str:
    if tie.rule == "not needed":
        return "nothing hangs on it"
    if tie.rule == "none":
        return "no rule breaks it"
    return f"by {tie.rule}: {', then '.join(tie.order)}"
