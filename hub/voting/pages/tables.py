"""Numbers of a result laid out for tables and bars: lengths in percent, strengths in steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

STEPS = 4  # shades of a pairwise victory


@dataclass(frozen=True)
class Place:
    """One place of a ranking."""

    place: int
    names: list[str]
    won: list[bool]

    @property
    def rows(self) -> list[tuple[str, bool]]:
        """Each name, and whether it won."""
        return list(zip(self.names, self.won, strict=True))

    @property
    def tied(self) -> bool:
        """Shared by several."""
        return len(self.names) > 1


@dataclass(frozen=True)
class Bar:
    """A name, its number as people read it, and its length in percent of the longest."""

    name: str
    value: str
    length: str
    won: bool


@dataclass(frozen=True)
class Cell:
    """One comparison: so many prefer the row, so many the column."""

    ahead: int
    behind: int
    state: str  # won, lost, even
    strength: int  # 1 to STEPS


@dataclass(frozen=True)
class Matrix:
    """Every option against every other."""

    names: list[str]
    rows: list[tuple[str, list[Cell | None]]]

    @property
    def wide(self) -> bool:
        """Too many columns for names: they carry numbers."""
        return len(self.names) > 6


def number(value: Fraction, digits: int = 2) -> str:
    """A number as people write it: 12, 3.5, 2.33."""
    if value.denominator == 1:
        return str(value.numerator)
    return f"{float(value):.{digits}f}".rstrip("0").rstrip(".")


def bars_of(rows: Sequence[tuple[str, Fraction, bool]]) -> list[Bar]:
    """Bars of numbers; without any, of no length."""
    most = max((value for _, value, _ in rows), default=Fraction(0))
    return [
        Bar(name, number(value), number(100 * value / most) if most > 0 else "0", won)
        for name, value, won in rows
    ]


def matrix_of(names: list[str], cells: list[list[int]]) -> Matrix:
    """Each cell with its counterpart, so that it says who is ahead."""
    most = max((cell for row in cells for cell in row), default=0)
    size = range(len(names))

    def cell(row: int, column: int) -> Cell | None:
        if row == column:
            return None
        ahead, behind = cells[row][column], cells[column][row]
        state = "won" if ahead > behind else "lost" if ahead < behind else "even"
        lead = abs(ahead - behind)
        return Cell(ahead, behind, state, max(1, -(-STEPS * lead // most)) if most else 1)

    return Matrix(names, [(names[row], [cell(row, column) for column in size]) for row in size])
