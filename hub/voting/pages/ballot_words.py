"""A ballot in words: what a paper says, for the summary before casting and for the published list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

WORDS = {  # as the voter says it; below as it is counted
    "yes": "Yes",
    "no": "No",
    "abstain": "Abstain",
    "consent": "I consent",
    "stand-aside": "I stand aside",
}
COUNTED = {
    "yes": "Yes",
    "no": "No",
    "consent": "Consent",
    "stand-aside": "Stand aside",
    "abstain": "Abstained",
}


@dataclass(frozen=True)
class Reading:
    """What one ballot says.

    Attributes:
        says: One word or sentence, where that is all; else the sentence over the list.
        places: Groups of names, best first; a group of several is a tie.
        numbers: Names with their marks or points, highest first.
        left_out: Names the ballot says nothing about.
    """

    says: str
    places: list[list[str]] = field(default_factory=list)
    numbers: list[tuple[str, int]] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    @property
    def line(self) -> str:
        """All of it in one line: A > B = C."""
        if self.places:
            return " > ".join(" = ".join(group) for group in self.places)
        return ", ".join(f"{name} {number}" for name, number in self.numbers) or self.says


def read(paper: Mapping[str, Any], names: Mapping[str, str]) -> Reading:
    """A paper in words; `names` gives the name of each option's key."""
    if paper.get("abstain"):
        return Reading("Abstain")
    if vote := paper.get("vote"):
        return Reading(WORDS.get(vote, str(vote)))
    if "ranks" in paper:
        groups = [[names.get(key, key) for key in group] for group in paper["ranks"]]
        return Reading("You rank", places=groups, left_out=_left_out(paper["ranks"], names))
    if "approved" in paper:
        chosen = [names.get(key, key) for key in names if key in paper["approved"]]
        return Reading(
            ", ".join(chosen) or "None of them", places=[], left_out=_left_out([paper["approved"]], names)
        )
    numbers = paper.get("marks") or paper.get("points") or {}
    rows = sorted(((names.get(key, key), n) for key, n in numbers.items()), key=lambda row: (-row[1], row[0]))
    return Reading("You give", numbers=rows, left_out=_left_out([list(numbers)], names))


def _left_out(groups: list[list[str]], names: Mapping[str, str]) -> list[str]:
    said = {key for group in groups for key in group}
    return [name for key, name in names.items() if key not in said]
