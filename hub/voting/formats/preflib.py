"""PrefLib's lists of orders: soc, soi, toc and toi, with the header of today or the one before 2022."""

from __future__ import annotations

import re
from dataclasses import dataclass

from hub.voting.counting import Profile
from hub.voting.counting.arrays import MOST
from hub.voting.formats.election import (
    MOST_OPTIONS,
    BadFile,
    Election,
    ballots_counted,
    names_of,
    shortened,
    whole,
)

KINDS = ("soc", "soi", "toc", "toi")  # strict or tied orders, complete or incomplete
FACT = re.compile(r"#\s*([A-Z][A-Z ]*[A-Z](?: [0-9]+)?)\s*:\s*(.*?)\s*")
TIER = re.compile(r"\s*(?:([0-9]+)|\{([^{}]*)\})\s*(,|$)")


@dataclass
class _Header:
    """What stands before the orders."""

    names: tuple[str, ...]
    kind: str
    voters: tuple[int, str] | None  # line and text
    start: int  # line of the first order
    mark: str  # between the number of voters and their order
    title: str = ""


def looks_like(lines: list[str]) -> bool:
    """Whether it has the header, of either kind."""
    head = [line for line in lines[:2] if line.strip()]
    return any(re.match(r"#\s*NUMBER ALTERNATIVES\s*:", line) for line in lines) or (
        len(head) == 2 and bool(re.fullmatch(r"\s*[0-9]+\s*", head[0]) and re.match(r"\s*1\s*,", head[1]))
    )


def parse(lines: list[str], suffix: str) -> Election:
    """What an order leaves out is last."""
    new = any(line.startswith("#") for line in lines)
    header = _new_header(lines, suffix) if new else _old_header(lines, suffix)
    rows, weights = [], []
    for number, line in enumerate(lines[header.start - 1 :], header.start):
        if not line.strip():
            continue
        copies, mark, text = line.partition(header.mark)
        if not mark:
            raise BadFile(number, f'"{shortened(line)}" has no "{header.mark}" after the number of voters.')
        weights.append(whole(copies, number, "the number of voters", most=MOST))
        rows.append(_row(number, text, header))
    total = sum(weights)
    ballots_counted(total, len(lines))
    _agree(header.voters, total)
    profile = Profile(header.names, rows, weights)
    return Election(header.names, profile, None, "last", f"PrefLib {header.kind}".strip(), header.title)


def _agree(said: tuple[int, str] | None, total: int) -> None:
    """The orders must add up to what the header says: else the file is cut short, or changed."""
    if said and total != whole(said[1], said[0], "the number of voters", most=MOST):
        raise BadFile(
            said[0], f"the header speaks of {said[1].strip()} voters, and the orders add up to {total}."
        )


def _new_header(lines: list[str], suffix: str) -> _Header:
    facts: dict[str, tuple[int, str]] = {}
    start = len(lines) + 1
    for number, line in enumerate(lines, 1):
        if line.strip() and not line.startswith("#"):
            start = number
            break
        if found := FACT.fullmatch(line):
            facts[found[1]] = (number, found[2])
    if "NUMBER ALTERNATIVES" not in facts:
        raise BadFile(1, "the header does not say the NUMBER ALTERNATIVES.")
    at, text = facts["NUMBER ALTERNATIVES"]
    size = whole(text, at, "the number of alternatives", most=MOST_OPTIONS)
    wanted = [f"ALTERNATIVE NAME {i}" for i in range(1, size + 1)]
    for key in wanted:
        if key not in facts:
            raise BadFile(at, f"there are {size} alternatives, and {key} is missing.")
    return _Header(
        names_of([facts[key] for key in wanted]),
        _kind(facts.get("DATA TYPE", (1, suffix[1:]))),
        facts.get("NUMBER VOTERS"),
        start,
        ":",
        facts.get("TITLE", (0, ""))[1],
    )


def _old_header(lines: list[str], suffix: str) -> _Header:
    size = whole(lines[0], 1, "the number of alternatives", most=MOST_OPTIONS)
    if len(lines) < size + 2:
        raise BadFile(
            len(lines), f"the file is cut short: {size} alternatives and a line of totals should follow."
        )
    names = []
    for place in range(1, size + 1):
        number, _, name = lines[place].partition(",")
        if whole(number, place + 1, "the number of the alternative") != place:
            raise BadFile(place + 1, f"alternative {number.strip()} stands where {place} should.")
        names.append((place + 1, name.strip()))
    totals = lines[size + 1].split(",")
    if len(totals) != 3:
        raise BadFile(size + 2, "the line of totals must have three numbers: voters, sum, distinct orders.")
    return _Header(names_of(names), _kind((1, suffix[1:])), (size + 2, totals[1]), size + 3, ",")


def _kind(said: tuple[int, str]) -> str:
    """The type of the data, or nothing when neither header nor file name tells."""
    line, kind = said[0], said[1].lower()
    if kind in {"cat", "dat", "wmd", "wmg", "mjg", "pwg"}:
        raise BadFile(line, f"PrefLib data of type {kind} are not orders; soc, soi, toc and toi are.")
    return kind if kind in KINDS else ""


def _row(line: int, text: str, header: _Header) -> list[int | None]:
    """Ranks from an order like `3,{1,4},2`."""
    ranks: dict[int, int] = {}
    for rank, tier in enumerate(_tiers(line, text), 1):
        if len(tier) > 1 and header.kind.startswith("s"):
            raise BadFile(line, f"{header.kind} data have no ties.")
        for option in tier:
            if option > len(header.names):
                raise BadFile(line, f"an order has option {option}, and there are {len(header.names)}.")
            if option in ranks:
                raise BadFile(line, f"an order has option {option} twice.")
            ranks[option] = rank
    if header.kind.endswith("c") and len(ranks) < len(header.names):
        raise BadFile(line, f"{header.kind} orders are complete, and this one has {len(ranks)} options.")
    return [ranks.get(i) for i in range(1, len(header.names) + 1)]


def _tiers(line: int, text: str) -> list[list[int]]:
    tiers: list[list[int]] = []
    at, rest = 0, text.strip()
    while at < len(rest):
        found = TIER.match(rest, at)
        if not found or (found[3] == "," and found.end() == len(rest)):
            raise BadFile(line, f'"{shortened(rest)}" is not an order.')
        parts = [found[1]] if found[1] else found[2].split(",")
        tiers.append([whole(part, line, "an option in an order") for part in parts])
        at = found.end()
    return tiers
