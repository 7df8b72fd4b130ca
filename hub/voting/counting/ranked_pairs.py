"""Ranked Pairs: victories are locked in from the strongest down, except where they would close a circle."""

from __future__ import annotations

import numpy as np

from hub.voting.counting.pairwise import Relation, Square


def lock(matrix: Square) -> Relation:
    """Which victories are locked in.

    Victories of the same strength are dealt with together: of such a class, each that lies on a circle made of
    locked victories and victories of the class is skipped. So neither names nor order decide anything.
    """
    victories = matrix > matrix.T
    locked = np.zeros_like(victories)
    for strength in sorted({int(votes) for votes in matrix[victories]}, reverse=True):
        same = victories & (matrix == strength)
        reaches = reach(locked | same)
        locked |= same & ~reaches.T  # no way back from the loser to the winner
    return locked


def reach(graph: Relation) -> Relation:
    """From where to where some way leads."""
    found = graph.copy()
    for middle in range(len(found)):
        found |= found[:, middle, None] & found[None, middle, :]
    return found
