"""Schulze's method: an option beats another when its strongest path there is stronger than the one back."""

from __future__ import annotations

import numpy as np

from hub.voting.counting.pairwise import Square


def strongest_paths(matrix: Square) -> Square:
    """The strength of the strongest path between all options, by winning votes.

    A path is as strong as the weakest of its victories, a victory as strong as the ballots for it.
    """
    paths: Square = np.where(matrix > matrix.T, matrix, 0)
    for middle in range(len(paths)):
        through = np.minimum(paths[:, middle, None], paths[None, middle, :])
        paths = np.maximum(paths, through)
    np.fill_diagonal(paths, 0)
    return paths
