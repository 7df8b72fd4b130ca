"""What was voted: options, and a row of ranks or marks per ballot."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

Row = Sequence[int | None]


@dataclass(frozen=True)
class Profile:
    """All ballots of one question.

    Attributes:
        options: Their names or keys, each once.
        rows: A row per ballot, a cell per option. A rank (1 is best, equal ranks are a tie, 0 or None is not ranked)
            or a mark (0 or more, None is no opinion), as the method wants it.
        weights: How many ballots each row stands for; one each when None.
    """

    options: tuple[str, ...]
    rows: Sequence[Row]
    weights: Sequence[int] | None = None

    @property
    def ballots(self) -> int:
        """How many ballots, copies counted."""
        return len(self.rows) if self.weights is None else sum(self.weights)

    def canonical(self) -> str:
        """The same text for the same ballots, whatever the order of ballots and options.

        First line: the options in the order of their code points, as a JSON list. Then a line per distinct ballot,
        sorted: its cells in that order, `-` for None, joined by commas, then a colon and how many there are.
        """
        places = sorted(range(len(self.options)), key=self.options.__getitem__)
        copies: Counter[str] = Counter()
        weights = self.weights if self.weights is not None else [1] * len(self.rows)
        for row, weight in zip(self.rows, weights, strict=True):
            copies[",".join("-" if row[i] is None else str(row[i]) for i in places)] += weight
        lines = sorted(f"{cells}:{number}" for cells, number in copies.items() if number)
        names = json.dumps([self.options[i] for i in places], ensure_ascii=False, separators=(",", ":"))
        return "\n".join([names, *lines])

    def digest(self) -> str:
        """SHA-256 of the canonical text, in hexadecimal."""
        return hashlib.sha256(self.canonical().encode()).hexdigest()
