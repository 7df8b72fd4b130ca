"""Endowments step by step: runs of the Method of Equal Shares, each made once."""

from __future__ import annotations

from fractions import Fraction
from math import floor

from hub.roadmap.filling import exact
from hub.roadmap.filling.exact import Run
from hub.roadmap.filling.table import Table


class Ladder:
    """The rungs are whole multiples of the step, and what is bought on each."""

    def __init__(self, table: Table, step: Fraction, most: int) -> None:
        self.table = table
        self.step = step
        self.most = most
        self.runs: dict[Fraction, Run] = {}

    def at(self, endowment: Fraction) -> Run:
        """What is bought with that endowment."""
        if endowment not in self.runs:
            self.runs[endowment] = exact.run(self.table, endowment, self.most)
        return self.runs[endowment]

    def climb(self, start: Fraction) -> tuple[Run, Run | None, int]:
        """The last run before the first that spends too much, that one, and how many steps up."""
        run, rung, raises = self.at(start), floor(start / self.step), 0
        everything = sum(1 for cost in self.table.costs if cost <= self.most)
        while len(run.steps) < everything:
            above = self.at(self.step * (rung + 1))
            if above.cost > self.most:
                return run, above, raises
            run, rung, raises = above, rung + 1, raises + 1
        return run, None, raises
