"""A profile as arrays of whole numbers: checked once, then added up fast."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt

from hub.voting.counting.faults import BadBallot
from hub.voting.counting.profile import Profile, Row

Cells = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]
Weights = npt.NDArray[np.int64]
NONE = -(2**31)  # an empty cell
LARGEST = 10**6  # rank or mark
MOST = 10**12  # ballots, copies counted: with LARGEST, every sum fits into 64 bits


@dataclass(frozen=True)
class Ballots:
    """Options in the order of their code points; a row of cells per option, a column per ballot."""

    options: tuple[str, ...]
    cells: Cells
    weights: Weights | None

    def weigh(self, chosen: Mask) -> int:
        """How many ballots, copies counted, are among the chosen columns."""
        if self.weights is None:
            return int(np.count_nonzero(chosen))
        return int(self.weights[chosen].sum())

    def total(self, row: npt.NDArray[Any]) -> int:
        """The sum of a row of numbers over all ballots, copies counted."""
        if self.weights is None:
            return int(row.sum(dtype=np.int64))
        return int((row.astype(np.int64) * self.weights).sum())


def some(mask: Mask) -> Mask:
    """Which ballots have it in any of their cells."""
    return np.asarray(mask.any(axis=0))


def every(mask: Mask) -> Mask:
    """Which ballots have it in all of their cells."""
    return np.asarray(mask.all(axis=0))


def ballots_of(profile: Profile) -> Ballots:
    """The arrays of a profile. Raises BadBallot for what is not a row of whole numbers in their bounds."""
    width = len(profile.options)
    weights = _weights(profile)
    cells = _cells(profile.rows, width)
    if (((cells < 0) & (cells != NONE)) | (cells > LARGEST)).any():
        raise _fault(profile.rows, width)
    order = sorted(range(width), key=profile.options.__getitem__)
    columns = np.ascontiguousarray(cells.T[order])
    return Ballots(tuple(profile.options[i] for i in order), columns, weights)


def _cells(rows: Sequence[Row], width: int) -> Cells:
    """A row per ballot, NONE where a cell is empty."""
    if not rows:
        return np.empty((0, width), dtype=np.int32)
    kinds = set(map(type, chain.from_iterable(rows)))
    if set(map(len, rows)) != {width} or not kinds <= {int, type(None)}:
        raise _fault(rows, width)
    if any(NONE in row for row in rows):  # a number given, which must not pass for an empty cell
        raise _fault(rows, width)
    try:
        if type(None) not in kinds:
            return np.array(rows, dtype=np.int32)
        flat = [NONE if cell is None else cell for row in rows for cell in row]
        return np.array(flat, dtype=np.int32).reshape(len(rows), width)
    except OverflowError:
        raise _fault(rows, width) from None


def _weights(profile: Profile) -> Weights | None:
    """How many ballots each row stands for; None when each stands for one."""
    if profile.weights is None:
        return None
    if len(profile.weights) != len(profile.rows):
        raise BadBallot(
            min(len(profile.weights), len(profile.rows)) + 1, "rows and weights differ in number."
        )
    for number, weight in enumerate(profile.weights, 1):
        if type(weight) is not int or weight < 0:
            raise BadBallot(number, "a weight must be a whole number, 0 or more.")
    if sum(profile.weights) > MOST:
        raise BadBallot(len(profile.rows), f"more than {MOST:,} ballots in all cannot be counted.")
    return np.array(profile.weights, dtype=np.int64)


def _fault(rows: Sequence[Row], width: int) -> BadBallot:
    """The first ballot that is wrong in itself; looked for only when there is one."""
    for number, row in enumerate(rows, 1):
        if len(row) != width:
            return BadBallot(number, f"it has {len(row)} cells, and there are {width} options.")
        for cell in row:
            if cell is not None and type(cell) is not int:
                return BadBallot(number, f"{cell!r} is not a whole number.")
            if cell is not None and not 0 <= cell <= LARGEST:
                return BadBallot(number, f"{cell} is not between 0 and {LARGEST:,}.")
    raise AssertionError("asked for a fault where there is none")
