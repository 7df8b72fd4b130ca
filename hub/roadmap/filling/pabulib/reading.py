"""Reads the .pb files of Pabulib, the library of participatory budgeting elections."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from hub.roadmap.filling.instance import Instance
from hub.roadmap.filling.pabulib.rows import BadFile, Row, number, sections, short, text_of
from hub.roadmap.filling.pabulib.votes import Items, Limits, Said, Votes

KINDS = ("approval", "choose-1", "cumulative", "scoring", "ordinal")
MOST_WARNINGS = 50


@dataclass(frozen=True)
class Election:
    """A file, read.

    Attributes:
        instance: Items, voters and budget, ready to be filled.
        meta: What the file says about itself, as text.
        voter_ids: Of each voter, in the order of the instance.
        selected: Ids the file says were funded; None when it does not say.
        warnings: What is wrong with the file and did not keep it from being read.
    """

    instance: Instance
    meta: Mapping[str, str]
    voter_ids: tuple[str, ...]
    selected: frozenset[str] | None
    warnings: tuple[str, ...] = ()


def read(path: str | Path) -> Election:
    """The election in a file. Raises BadFile, and OSError when there is no such file."""
    return parse(Path(path).read_bytes())


def parse(data: bytes) -> Election:
    """The election in the bytes of a file. Raises BadFile and nothing else."""
    parts = sections(text_of(data))
    meta = _meta(parts["META"])
    items = Items(parts["PROJECTS"])
    votes = Votes(parts["VOTES"], Limits.of(meta), items)
    instance = Instance(tuple(items.projects), votes.voters, _budget(meta))
    warnings = [*items.warnings, *votes.warnings, *_counted(meta, items, votes)]
    if len(warnings) > MOST_WARNINGS:
        warnings[MOST_WARNINGS:] = [f"and {len(warnings) - MOST_WARNINGS} more like these."]
    facts = {key: value for key, (_, value) in meta.items()}
    return Election(instance, facts, tuple(votes.ids), items.selected, tuple(warnings))


def _meta(rows: list[Row]) -> dict[str, Said]:
    """Key to line and value."""
    line, header = rows[0]
    if [cell.lower() for cell in header[:2]] != ["key", "value"]:
        raise BadFile(line, 'META must begin with a line "key;value".')
    found: dict[str, Said] = {}
    for at, cells in rows[1:]:
        key = cells[0].lower()
        if key in found:
            raise BadFile(at, f'META says "{short(key)}" twice.')
        found[key] = (at, cells[1] if len(cells) > 1 else "")
    for key in ("budget", "vote_type"):
        if not found.get(key, (0, ""))[1]:
            raise BadFile(found.get(key, rows[0])[0], f"META does not say the {key}.")
    line, kind = found["vote_type"]
    if kind.lower() not in KINDS:
        raise BadFile(line, f'there is no vote_type "{short(kind)}": {", ".join(KINDS)} can be read.')
    return found


def _budget(meta: dict[str, Said]) -> Fraction:
    line, text = meta["budget"]
    return number(line, text, "the budget")


def _counted(meta: dict[str, Said], items: Items, votes: Votes) -> Iterator[str]:
    """Where the file counts itself otherwise than it is."""
    counts: dict[str, int] = dict.fromkeys(items.known, 0)
    for voter in votes.voters:
        for key in voter.marks:
            counts[key] += 1
    for key, size in (("num_projects", len(items.projects)), ("num_votes", len(votes.voters))):
        line, text = meta.get(key, (0, ""))
        if text and text != str(size):
            yield f"line {line}: {key} is {short(text)}, and there are {size}."
    for key, (line, text) in items.said.items():
        if text != str(counts[key]):
            yield f'line {line}: project "{short(key)}" should have {short(text)} votes, and has {counts[key]}.'
