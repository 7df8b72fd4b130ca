"""Debian's tally sheets: a header that draws the options, then a line `V: 2-1 hash` per ballot."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from hub.voting.counting import Profile
from hub.voting.formats.election import BadFile, Election, ballots_counted, names_of, shortened

OPTION = re.compile(r"[\s/|]*Option\s+([0-9]+|[A-Z])\s*-*>\s*:\s*(.*?)\s*")
VOTE = re.compile(r"V:\s+(\S+)(?:\s+(\S+))?\s*")
PLACES = "123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"  # a vote has one sign per option


def looks_like(lines: Iterable[str]) -> bool:
    """Whether somewhere an option or a vote stands as only these sheets write them."""
    return any(OPTION.fullmatch(line) or VOTE.fullmatch(line) for line in lines)


def parse(lines: list[str], suffix: str) -> Election:  # noqa: ARG001 -- every reader is asked alike
    """`-` is not ranked, which counts as last."""
    names: list[tuple[int, str]] = []
    votes: list[tuple[int, str, str]] = []
    for number, line in enumerate(lines, 1):
        if line.startswith("V") or (votes and line.strip()):
            votes.append(_vote(number, line))
        elif found := OPTION.fullmatch(line):
            _in_order(found[1], len(names), number)
            names.append((number, found[2]))
    options = names_of(names)
    if not options:
        raise BadFile(1, "the sheet names no options.")
    _whole_file(votes)
    rows = [_ranks(line, signs, options) for line, signs, _ in votes]
    ballots_counted(len(rows), len(lines))
    return Election(options, Profile(options, rows), None, "last", "Debian tally sheet")


def _vote(number: int, line: str) -> tuple[int, str, str]:
    found = VOTE.fullmatch(line)
    if not found:
        raise BadFile(number, f'"{shortened(line.strip())}" is not a vote.')
    return number, found[1], found[2] or ""


def _in_order(sign: str, before: int, line: int) -> None:
    wanted = {str(before + 1), *PLACES[before : before + 1]}
    if sign not in wanted:
        raise BadFile(line, f"option {sign} stands where option {before + 1} should.")


def _ranks(line: int, signs: str, options: tuple[str, ...]) -> list[int | None]:
    if len(signs) != len(options):
        raise BadFile(line, f"the vote has {len(signs)} places, and there are {len(options)} options.")
    for sign in signs:
        if sign != "-" and sign not in PLACES:
            raise BadFile(line, f'"{sign}" is not a rank.')
    return [None if sign == "-" else PLACES.index(sign) + 1 for sign in signs]


def _whole_file(votes: Sequence[tuple[int, str, str]]) -> None:
    """The hashes have one length: a shorter one at the end is a file cut short."""
    lengths = {len(proof) for _, _, proof in votes[:-1]}
    if len(lengths) == 1 and len(votes[-1][2]) < min(lengths) >= 16:
        raise BadFile(votes[-1][0], "the file is cut short: the last vote is not whole.")
