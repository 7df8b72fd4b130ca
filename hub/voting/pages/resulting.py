"""From the stored result to what the page draws: nothing is counted here."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from hub.voting.models import Decision, Option
from hub.voting.pages.ballot_words import COUNTED
from hub.voting.pages.explaining import Explained
from hub.voting.pages.stv_picture import Rounds, rounds_of
from hub.voting.pages.tables import Bar, bars_of, number
from hub.voting.tally.outcome import THRESHOLDS


@dataclass(frozen=True)
class Balance:
    """Yes from one side, no from the other, in percent of what the threshold is of."""

    yes: str
    no: str
    no_from: str
    needed: str


@dataclass(frozen=True)
class Shown:
    """A result and its pictures."""

    result: Explained
    decision: Decision
    winners: list[Option]
    rounds: Rounds | None
    votes: list[Bar]

    @property
    def verdict(self) -> str:
        """The outcome in one word: the state of a result, beside its sentence."""
        if self.decision.state == Decision.State.VOID:
            return "void"
        if not self.result.decided:
            return "undecided"
        return "rejected" if self.result.result.get("winners") == ["no"] else "decided"

    @property
    def balance(self) -> Balance | None:
        """Majority: yes and no on one line, and what was needed."""
        votes = self.result.result.get("votes") or {}
        whole = {
            "cast": votes.get("yes", 0) + votes.get("no", 0),
            "ballots": sum(votes.values()),
            "electorate": (self.result.result.get("turnout") or {}).get("electors", 0),
        }[self.decision.threshold_of]
        if self.decision.kind != Decision.Kind.MAJORITY or not whole:
            return None
        yes, no = (Fraction(100 * votes[word], whole) for word in ("yes", "no"))
        share, _strict = THRESHOLDS[Decision.Threshold(self.decision.threshold)]
        return Balance(number(yes), number(no), number(100 - no), number(100 * share))

    @property
    def quorum(self) -> str:
        """Whether enough took part, as a sentence."""
        quorum = self.result.result.get("quorum") or {}
        needed, took_part = quorum.get("needed", 0), quorum.get("took_part", 0)
        if not needed:
            return ""
        met = "The quorum was met" if quorum.get("met") else "The quorum was not met"
        return f"{met}: {took_part} took part, {needed} were needed."


def explained_of(decision: Decision, options: list[Option]) -> Shown | None:
    """What the page draws of a decision that is over; None before."""
    if not decision.is_over or not decision.result:
        return None
    names = {option.key: option.name for option in options}
    result = Explained(decision.result, names)
    won = set(decision.result.get("winners", []))
    order = [key for group in result.count.get("ranking", []) for key in group]
    rounds: Any = result.count.get("rounds", []) if result.method == "stv" else []
    return Shown(
        result,
        decision,
        [option for option in options if option.key in won],
        rounds_of(rounds, order, result.name),
        votes_of(decision),
    )


def votes_of(decision: Decision) -> list[Bar]:
    """How often each answer was given, where a ballot is one word."""
    votes = (decision.result or {}).get("votes") or {}
    return bars_of(
        [(words, Fraction(votes[word]), False) for word, words in COUNTED.items() if word in votes]
    )
