"""What can be wrong with ballots and rules, said in one sentence."""

from __future__ import annotations


class BadBallot(ValueError):  # noqa: N818 -- it reads as a sentence
    """A ballot that cannot be counted: which one, counted from 1, and why."""

    def __init__(self, number: int, reason: str) -> None:
        super().__init__(f"Ballot {number}: {reason}")
        self.number = number
        self.reason = reason


class BadRules(ValueError):  # noqa: N818
    """Rules or options that do not make sense together."""
