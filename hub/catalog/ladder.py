"""The maturity ladder: which services stand where, by pipeline step and stage. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

NAMED = 3  # names that fit into a cell; more are told as a number
SHADES = (1, 4, 12, 40)  # lower bounds of the four shades of a cell


@dataclass(frozen=True)
class Cell:
    """The services at one step and one stage."""

    step: str
    stage: str
    services: tuple[tuple[str, str], ...]  # name and slug

    @property
    def count(self) -> int:
        """How many they are."""
        return len(self.services)

    @property
    def named(self) -> bool:
        """Few enough to be named."""
        return 0 < self.count <= NAMED

    @property
    def shade(self) -> int:
        """From 0 (nothing) to 4 (a crowd)."""
        return sum(self.count >= bound for bound in SHADES)

    @property
    def query(self) -> str:
        """The filters that list exactly these services."""
        return urlencode({"step": self.step, "stage": self.stage})


@dataclass(frozen=True)
class Rung:
    """One pipeline step across all stages."""

    step: str
    label: str
    cells: tuple[Cell, ...]

    @property
    def count(self) -> int:
        """The services of the step that have a stage."""
        return sum(cell.count for cell in self.cells)


def ladder(
    rows: Iterable[tuple[str, str | None, str, str]], steps: list[tuple[str, str]], stages: list[str]
) -> list[Rung]:
    """The picture: a rung for each step, a cell for each stage; services without a stage are left out."""
    found: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for step, stage, name, slug in rows:
        found[step, stage or ""].append((name, slug))
    return [
        Rung(step, label, tuple(Cell(step, stage, tuple(sorted(found[step, stage]))) for stage in stages))
        for step, label in steps
    ]
