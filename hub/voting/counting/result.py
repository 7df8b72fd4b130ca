"""What a count says: who won, in which order, and everything needed to follow it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Groups = tuple[tuple[str, ...], ...]
Matrix = tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Tie:
    """Options that the ballots do not tell apart, and what was done about it.

    Attributes:
        place: The first place they share, from 1.
        names: The tied options, sorted.
        rule: "not needed" (all of them are in, or all are out), "earlier stage", "draw", "status-quo" or "none".
        order: The order that was drawn or ruled, best first; empty when there was no need.
        seed: What seeded the draw; empty when nothing was drawn.
    """

    place: int
    names: tuple[str, ...]
    rule: str
    order: tuple[str, ...] = ()
    seed: str = ""

    def as_json(self) -> dict[str, Any]:
        return {
            "place": self.place,
            "names": list(self.names),
            "rule": self.rule,
            "order": list(self.order),
            "seed": self.seed,
        }


@dataclass(frozen=True)
class Pair:
    """Ranked Pairs: one victory, and whether it was locked in or skipped."""

    winner: str
    loser: str
    votes_for: int
    votes_against: int
    state: str  # locked, skipped

    def as_json(self) -> dict[str, Any]:
        return {
            "winner": self.winner,
            "loser": self.loser,
            "for": self.votes_for,
            "against": self.votes_against,
            "state": self.state,
        }


@dataclass(frozen=True)
class Working:
    """How a method came to its answer; each fills in what it has.

    Attributes:
        matrix: How many prefer the option of the row to that of the column, in the order of the options.
        paths: Schulze: strength of the strongest path from row to column.
        pairs: Ranked Pairs: every victory, strongest first.
        rounds: STV: the stages. STAR: the rounds.
        totals: Per option an exact number, as text; a fraction as "7/3".
        passed: Majority: whether it did.
        notes: Plain sentences for the reader.
    """

    matrix: Matrix | None = None
    paths: Matrix | None = None
    pairs: tuple[Pair, ...] = ()
    rounds: tuple[dict[str, Any], ...] = ()
    totals: dict[str, str] = field(default_factory=dict)
    passed: bool | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Result:
    """The answer. Options are in the order of their code points; `ranking` holds groups, best first."""

    method: str
    ballots: int
    options: tuple[str, ...]
    winners: tuple[str, ...]
    ranking: Groups
    ties: tuple[Tie, ...]
    working: Working

    @property
    def matrix(self) -> Matrix | None:
        return self.working.matrix

    @property
    def paths(self) -> Matrix | None:
        return self.working.paths

    @property
    def pairs(self) -> tuple[Pair, ...]:
        return self.working.pairs

    @property
    def rounds(self) -> tuple[dict[str, Any], ...]:
        return self.working.rounds

    @property
    def totals(self) -> dict[str, str]:
        return self.working.totals

    @property
    def passed(self) -> bool | None:
        return self.working.passed

    @property
    def notes(self) -> tuple[str, ...]:
        return self.working.notes

    def as_json(self) -> dict[str, Any]:
        """Plain values, the same for the same ballots."""
        return {
            "winners": list(self.winners),
            "ranking": [list(group) for group in self.ranking],
            "method": self.method,
            "ballots": self.ballots,
            "ties": [tie.as_json() for tie in self.ties],
            "options": list(self.options),
            "matrix": _lists(self.matrix),
            "paths": _lists(self.paths),
            "pairs": [pair.as_json() for pair in self.pairs],
            "rounds": list(self.rounds),
            "totals": dict(self.totals),
            "passed": self.passed,
            "notes": list(self.notes),
        }


def _lists(matrix: Matrix | None) -> list[list[int]] | None:
    return None if matrix is None else [list(row) for row in matrix]
