"""Endowments step by step: what each rung buys, and rungs skipped where nothing can differ."""

from __future__ import annotations

from fractions import Fraction
from math import floor

from hub.roadmap.filling import exact, quick
from hub.roadmap.filling.exact import Run
from hub.roadmap.filling.table import Table

SMALL = 400  # with so few marks exact runs are as fast


class Ladder:
    """The rungs are whole multiples of the step."""

    def __init__(self, table: Table, step: Fraction, *, exactly: bool | None = None) -> None:
        self.table = table
        self.step = step
        self.runs: dict[tuple[Fraction, int], Run] = {}
        few = sum(map(len, table.backers)) <= SMALL
        self.arrays = None if exactly or (exactly is None and few) else quick.Arrays(table)

    def climb(self, start: Fraction, most: int) -> tuple[Run, Run | None, int]:
        """The last run before the first that costs too much, that one, and how many steps up.

        It looks at one rung after the other, but leaves out those of which it is certain that they buy the same.
        """
        everything = sum(1 for cost in self.table.costs if cost <= most)
        first = floor(start / self.step)
        run, rung, stride = self.at(start, most), first, 1
        while len(run.steps) < everything:
            above = self.at(self.step * (rung + stride), most)
            if stride > 1 and not same_between(run, above):
                stride //= 2
                continue
            if above.cost > most:
                return run, above, rung - first
            stride = stride * 2 if same_between(run, above) else 1
            run, rung = above, above.endowment // self.step
        return run, None, rung - first

    def at(self, endowment: Fraction, most: int) -> Run:
        """What is bought with that endowment, of all that costs no more than the capacity."""
        key = (endowment, sum(1 for cost in self.table.costs if cost <= most))
        if key not in self.runs:
            self.runs[key] = self._run(endowment, most)
        return self.runs[key]

    def _run(self, endowment: Fraction, most: int) -> Run:
        if self.arrays is not None:
            try:
                return quick.run(self.arrays, endowment, most)
            except quick.Unsure:
                pass  # an exact tie, or nearly: whole numbers decide
        return exact.run(self.table, endowment, most)

    def priced(self, run: Run, most: int) -> Run:
        """The run with its payments."""
        if run.exact:
            return run
        found = exact.run(self.table, run.endowment, most)
        if found.items != run.items:
            raise AssertionError("the quick run differs from the exact one")
        return found


def same_between(lower: Run, upper: Run) -> bool:
    """Whether every endowment between two is certain to buy the same, in the same order.

    Say a run between them has bought the same so far. Then every voter has left at least what the lower run left and
    at most what the upper run left: with more money, prices are no higher. So the next item has at least the effective
    support it had in the lower run, and its rivals have at most what they had in the upper one. And what nobody could
    afford at the end of the upper run, nobody can with less.
    """
    return len(lower.steps) == len(upper.steps) and all(
        one.item == other.item and one.support > other.rival and (one.full or not other.needs_full)
        for one, other in zip(lower.steps, upper.steps, strict=True)
    )
