"""How many ballots prefer each option to each other one."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from hub.voting.counting.arrays import LARGEST, Ballots

Square = npt.NDArray[np.int64]
Relation = npt.NDArray[np.bool_]


def by_rank(ballots: Ballots, unranked: str) -> Square:
    """From ranks: "last" puts what is not ranked behind everything, "no-opinion" leaves it out of its pairs."""
    nothing = LARGEST + 1 if unranked == "last" else 0
    return _preferences(ballots, np.where(ballots.cells > 0, ballots.cells, nothing))


def by_mark(ballots: Ballots, unranked: str) -> Square:
    """From marks, more is better: an empty cell is a mark of 0, or leaves the option out of its pairs."""
    ranks = LARGEST + 1 - ballots.cells.astype(np.int64)
    nothing = LARGEST + 1 if unranked == "last" else 0
    return _preferences(ballots, np.where(ballots.cells >= 0, ranks, nothing))


def _preferences(ballots: Ballots, ranks: npt.NDArray[np.int64] | npt.NDArray[np.int32]) -> Square:
    """Ranks above 0, less is better; 0 takes no part."""
    size = len(ballots.options)
    matrix = np.zeros((size, size), dtype=np.int64)
    for i in range(size):
        opinion = ranks[i] > 0
        for j in range(size):
            if i != j:
                matrix[i, j] = ballots.weigh(opinion & (ranks[i] < ranks[j]))
    return matrix


def layers(beats: Relation) -> list[list[int]]:
    """A weak order from victories without cycles: again and again those whom nobody still there beats."""
    left, found = list(range(len(beats))), []
    while left:
        best = [i for i in left if not beats[left, i].any()]
        found.append(best)
        left = [i for i in left if i not in best]
    return found


def rows(matrix: Square) -> tuple[tuple[int, ...], ...]:
    """Plain whole numbers."""
    return tuple(tuple(row) for row in matrix.tolist())
