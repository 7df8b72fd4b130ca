"""Who took part, by team: never so fine that it tells of single people in a secret vote."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

FEW = 5  # people; of fewer, a secret vote says nothing
NO_TEAM = "No team"
SMALL = "Teams under five people"
TOGETHER = "Smaller teams together"
Seat = tuple[str, bool]  # the team of an elector, and whether they took part


def quorum_needs(base: str, quorum: int, electors: int) -> int:
    """How many people have to take part, of so many who may."""
    if base == "percent":
        return -(-electors * quorum // 100)
    return quorum if base == "people" else 0


def turnout_of(electors: Iterable[Seat], *, named: bool) -> dict[str, Any]:
    """Electors and ballots in all and by team; teams of few are merged unless the ballots carry names."""
    teams: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for team, took_part in electors:
        row = teams[team or NO_TEAM]
        row[0] += 1
        row[1] += took_part
    rows = [(team, people, ballots) for team, (people, ballots) in sorted(teams.items())]
    shown = rows if named else _merged(rows)
    return {
        "electors": sum(people for _, people, _ in rows),
        "ballots": sum(ballots for _, _, ballots in rows),
        "by_team": [{"team": team, "electors": n, "ballots": ballots} for team, n, ballots in shown],
    }


def _merged(rows: list[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """Teams of few as one line; while that line is still of few, the next smallest team joins it."""
    by_size = sorted(rows, key=lambda row: (row[1], row[0]))
    small = [row for row in by_size if row[1] < FEW]
    large = by_size[len(small) :]
    name = SMALL
    while small and large and sum(row[1] for row in small) < FEW:
        small.append(large.pop(0))
        name = TOGETHER
    kept = sorted(large)
    if small:
        kept.append((name, sum(row[1] for row in small), sum(row[2] for row in small)))
    return kept
