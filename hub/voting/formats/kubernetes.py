"""Kubernetes steering elections: CSV, a column per candidate, a row per ballot, cells are ranks or "No opinion"."""

from __future__ import annotations

import csv
from collections.abc import Sequence

from hub.voting.counting import Profile
from hub.voting.formats.election import BadFile, Election, ballots_counted, names_of, whole

NO_OPINION = {"", "no opinion"}


def parse(lines: list[str], suffix: str) -> Election:  # noqa: ARG001 -- every reader is asked alike
    """An empty cell and "No opinion" say nothing; the same rank again is a tie, also when it is the last one."""
    table = _table(lines)
    header_line, header = table[0]
    options = names_of([(header_line, name.strip()) for name in header])
    rows = [_ranks(line, row, options) for line, row in table[1:]]
    ballots_counted(len(rows), len(lines))
    return Election(options, Profile(options, rows), None, "no-opinion", "Kubernetes CSV")


def _table(lines: Sequence[str]) -> list[tuple[int, list[str]]]:
    """Rows that are not blank, each with the line it ends on."""
    reader = csv.reader((line + "\n" for line in lines), strict=True)
    try:
        return [(reader.line_num, row) for row in reader if row]
    except csv.Error as error:
        raise BadFile(max(reader.line_num, 1), f"the CSV is broken: {error}.") from None


def _ranks(line: int, row: list[str], options: tuple[str, ...]) -> list[int | None]:
    if len(row) != len(options):
        raise BadFile(line, f"the ballot has {len(row)} cells, and there are {len(options)} candidates.")
    return [
        None if cell.strip().lower() in NO_OPINION else whole(cell, line, f'the rank of "{name}"')
        for cell, name in zip(row, options, strict=True)
    ]
